import type { Interface, Model } from "../dtdl/model.js";
import { parseModel } from "../dtdl/parse.js";
import { resolveModel } from "../dtdl/resolve.js";
import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { isPnpError, PnpError } from "../errors.js";
import type { ValueForms } from "../schema/interface-schema.js";
import { type Descriptor, descriptorOf } from "./descriptor.js";
import { documentName, textsOf } from "./imported-text.js";
import { requireDescriptor } from "./require-argument.js";

/**
 * A DTDL document as `import thermostat from "./thermostat-1.json" with { type: "json" }` gives it, typed by the file that
 * `pnp generate --sidecar` wrote beside it.
 */
export interface ImportedModel<S = unknown, F = undefined> {
  /** Carries the shape of the document's first Interface; never present at run time. */
  readonly "~shape": S | undefined;
  /** Carries the forms of values that were chosen when the typing was written; never present at run time. */
  readonly "~forms"?: F | undefined;
}

/** An imported document that holds several Interfaces. */
export interface ImportedModels<Shapes = unknown, F = undefined> {
  /** Carries the shapes by DTMI; never present at run time. */
  readonly "~shapes": Shapes | undefined;
  /** As in {@link ImportedModel}. */
  readonly "~forms"?: F | undefined;
}

/** An Interface to make a client for: its descriptor, or the DTDL document that was imported. */
export type DescriptorOrTypedImport<S = unknown> = Descriptor<S> | ImportedModel<S>;

/** What an imported document needs beside itself. */
export interface ImportOptions {
  /** Imported documents of the Interfaces that the model refers to and does not hold itself. */
  readonly models?: readonly object[];
}

/** The same, and which Interface of the document is meant. */
export interface InterfaceChoice<Id extends string = string> extends ImportOptions {
  /** DTMI of one of its Interfaces; without it, the first. */
  readonly interface: Id;
}

/**
 * The descriptor of an Interface whose DTDL document was imported as JSON; the document is parsed once. Where its typing
 * was written with settings for values, such as `long`, the options name them again: the document cannot. Throws
 * `PNP_DTDL_INVALID` with what is wrong with it, `PNP_MODEL_NOT_FOUND` naming the Interfaces that are missing, and
 * `PNP_USAGE` for what is no document.
 */
export function describeImport<Shapes, Id extends keyof Shapes & string>(
  document: ImportedModels<Shapes>,
  options: InterfaceChoice<Id>,
): Descriptor<Shapes[Id]>;
export function describeImport<S>(
  document: ImportedModel<S>,
  options?: ImportOptions,
): Descriptor<S>;
export function describeImport<Shapes, Id extends keyof Shapes & string, F extends ValueForms>(
  document: ImportedModels<Shapes, F>,
  options: InterfaceChoice<Id> & NoInfer<F>,
): Descriptor<Shapes[Id]>;
export function describeImport<S, F extends ValueForms>(
  document: ImportedModel<S, F>,
  options: ImportOptions & NoInfer<F>,
): Descriptor<S>;
export function describeImport(document: object, options: AnyOptions = {}): Descriptor {
  const models = options.models ?? [];
  const known = parsedBefore(document, models) ?? remember(document, models);
  return descriptorOf(chosenInterface(known, options.interface), options);
}

type AnyOptions = ImportOptions & Partial<InterfaceChoice> & ValueForms;

/**
 * The same for a document whose other Interfaces a resolver finds, such as a model repository. Throws what
 * {@link describeImport} throws, and what the resolver throws.
 */
export function resolveImport<Shapes, Id extends keyof Shapes & string>(
  document: ImportedModels<Shapes>,
  resolver: ModelResolver,
  options: InterfaceChoice<Id>,
): Promise<Descriptor<Shapes[Id]>>;
export function resolveImport<S>(
  document: ImportedModel<S>,
  resolver: ModelResolver,
  options?: ImportOptions,
): Promise<Descriptor<S>>;
export function resolveImport<Shapes, Id extends keyof Shapes & string, F extends ValueForms>(
  document: ImportedModels<Shapes, F>,
  resolver: ModelResolver,
  options: InterfaceChoice<Id> & NoInfer<F>,
): Promise<Descriptor<Shapes[Id]>>;
export function resolveImport<S, F extends ValueForms>(
  document: ImportedModel<S, F>,
  resolver: ModelResolver,
  options: ImportOptions & NoInfer<F>,
): Promise<Descriptor<S>>;
export async function resolveImport(
  document: object,
  resolver: ModelResolver,
  options: AnyOptions = {},
): Promise<Descriptor> {
  const texts = textsOf(document, options.models ?? []);
  const model = await resolveModel(texts, resolver);
  const chosen = chosenInterface({ model, source: documentName }, options.interface);
  return descriptorOf(chosen, options);
}

/** The descriptor of what a client was made for. Throws what {@link describeImport} throws. */
export function toDescriptor<S>(
  model: DescriptorOrTypedImport<S>,
  options: ImportOptions = {},
): Descriptor<S> {
  if (isDescriptor(model)) return model;
  if (typeof model !== "object" || model === null) requireDescriptor(model);
  // The compiler refuses documents with other forms than the default ones here, so none are taken from the options.
  return describeImport(model, options.models === undefined ? {} : { models: options.models });
}

/** Whether it is a descriptor, and no imported document. */
export function isDescriptor<S>(model: DescriptorOrTypedImport<S>): model is Descriptor<S> {
  const { id, schema } = (model ?? {}) as { readonly id?: unknown; readonly schema?: unknown };
  return typeof id === "string" && typeof schema === "object" && schema !== null;
}

interface Parsed {
  readonly model: Model;
  readonly source: string;
}

interface Remembered extends Parsed {
  readonly models: readonly object[];
}

/** Clients are made by the thousand from one document. */
const remembered = new WeakMap<object, readonly Remembered[]>();
const rememberedEach = 4;

function parsedBefore(document: object, models: readonly object[]): Parsed | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  return remembered
    .get(document)
    ?.find(
      (each) =>
        each.models.length === models.length &&
        each.models.every((model, index) => model === models[index]),
    );
}

function remember(document: object, models: readonly object[]): Parsed {
  const texts = textsOf(document, models);
  const parsed = { model: parseTexts(texts), source: documentName, models: [...models] };
  const others = remembered.get(document) ?? [];
  remembered.set(document, [parsed, ...others].slice(0, rememberedEach));
  return parsed;
}

function parseTexts(texts: readonly ModelText[]): Model {
  try {
    return parseModel(texts);
  } catch (error) {
    if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
    throw new PnpError(error.code, error.message, {
      hint: "Import their documents too and pass them, as in { models: [deviceInformation] }; or use resolveImport().",
      issues: error.issues,
      cause: error,
    });
  }
}

function chosenInterface({ model, source }: Parsed, id: string | undefined): Interface {
  const own = [...model.interfaces.values()].filter((each) => each.location?.source === source);
  const chosen =
    id === undefined ? own.find((each) => !each.definedIn) : own.find((each) => each.id === id);
  if (chosen) return chosen;
  throw new PnpError(
    "PNP_MODEL_NOT_FOUND",
    id === undefined
      ? "The imported document defines no Interface."
      : `The imported document does not define ${id}.`,
    { hint: `It defines ${own.map((each) => each.id).join(", ") || "none"}.` },
  );
}
