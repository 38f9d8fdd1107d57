export {
  defineConfig,
  type GenerateConfig,
  type GeneratePlugin,
  type GenerateSettings,
  type PluginInput,
  type PnpConfig,
} from "./config.js";
export {
  type GeneratedFile,
  type GenerateOptions,
  generate,
  type ModelSource,
} from "./generate.js";
export { type DeclarationOptions, generateDeclarations } from "./generate-declarations.js";
export type { ImportExtension, PrintOptions } from "./run-context.js";
export {
  generateSidecars,
  type SidecarDocument,
  type SidecarOptions,
} from "./sidecar/generate-sidecars.js";
