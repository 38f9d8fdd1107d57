import type { Interface, Model, Schema } from "../dtdl/model.js";
import { chosenForms, type ValueForms } from "../schema/interface-schema.js";
import { interfaceName, ownSchemas } from "./contents.js";
import { filePaths } from "./file-path.js";
import { givenTypeName } from "./identifier.js";
import { type Mark, noMark } from "./name-marks.js";
import { schemasWithInputForm } from "./wire-forms.js";

/** How imports of other generated files end; nothing for bundlers that want it so. */
export type ImportExtension = ".js" | ".ts" | "";

/** What the generated TypeScript looks like. */
export interface PrintOptions extends ValueForms {
  /** How imports of other generated files end; `.js` unless said. */
  readonly importExtension?: ImportExtension;
  /** Module that generated files import the toolkit from; `twinplug` unless said. */
  readonly runtime?: string;
  /**
   * Types alone, without a descriptor and without a single import: each file declares all that its Interface needs,
   * so that it can be copied anywhere. Enums are unions. Default false.
   */
  readonly typesOnly?: boolean;
  /**
   * What an Enum becomes: `const`, the default, an object with its values by name and a type of the same name;
   * `union`, the type alone.
   */
  readonly enums?: "const" | "union";
  /**
   * Language of comments and names for people, such as `de` or `de-AT`; `en` unless said. A text that lacks it is
   * shown in the wider language, else in English, else in the language that stands first.
   */
  readonly language?: string;
  /** Whether a `comment` that begins with `[Obsolete]` becomes a `@deprecated` tag; default false. */
  readonly obsolete?: boolean;
  /**
   * Whether the checks of payloads are written into the files: nothing is compiled when a program starts, and it runs where
   * code may not be made from text. Default false: ajv compiles each payload when it is first used.
   */
  readonly validators?: boolean;
  /**
   * Name of an Interface in TypeScript, told from its DTMI and the name that it would have, its last label. It begins with a
   * capital letter. A function of these alone, so that one model never renames another. Throws `PNP_USAGE` for no name.
   */
  readonly names?: (dtmi: string, proposed: string) => string;
}

/** TypeScript, or what the compiler would make of it: JavaScript, or declarations for it. */
export type OutputForm = "ts" | "js" | "dts";

/** What holds for all files of one run. */
export interface RunContext {
  readonly form: OutputForm;
  /** File of each Interface by DTMI. */
  readonly paths: ReadonlyMap<string, string>;
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly importExtension: ImportExtension;
  /** Module that the files import the toolkit from. */
  readonly runtime: string;
  readonly typesOnly: boolean;
  readonly enums: "const" | "union";
  readonly language: string;
  readonly obsolete: boolean;
  readonly validators: boolean;
  /** Name of an Interface's shape and descriptor. */
  readonly nameOf: (iface: Interface) => string;
  /** Those that are not the default ones. */
  readonly forms: ValueForms | undefined;
  /** DTMIs of the schemas for which callers may pass more than they get back. */
  readonly differing: ReadonlySet<string>;
  /** Put in front of every declared name. */
  readonly mark: Mark;
}

/** Looks at the whole model once, for all files. */
export function createRun(
  model: Model,
  options: PrintOptions = {},
  mark: Mark = noMark,
  form: OutputForm = "ts",
): RunContext {
  const typesOnly = options.typesOnly ?? false;
  const schemas: Schema[] = [];
  for (const iface of model.interfaces.values()) {
    for (const { schema } of ownSchemas(iface)) schemas.push(schema);
  }
  return {
    form,
    paths: filePaths(model.interfaces.keys()),
    interfaces: model.interfaces,
    importExtension: options.importExtension ?? ".js",
    runtime: options.runtime ?? "twinplug",
    typesOnly,
    enums: typesOnly ? "union" : (options.enums ?? "const"),
    language: options.language ?? "en",
    obsolete: options.obsolete ?? false,
    validators: options.validators ?? false,
    nameOf: nameGiver(options.names),
    forms: chosenForms(options),
    differing: schemasWithInputForm(schemas),
    mark,
  };
}

function nameGiver(names: PrintOptions["names"]): RunContext["nameOf"] {
  if (names === undefined) return interfaceName;
  const known = new Map<string, string>();
  return (iface) => {
    const name =
      known.get(iface.id) ?? givenTypeName(iface.id, names(iface.id, interfaceName(iface)));
    known.set(iface.id, name);
    return name;
  };
}
