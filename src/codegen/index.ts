export {
  type GeneratedFile,
  type GenerateOptions,
  generate,
  type ModelSource,
} from "./generate.js";
