import type { Descriptor } from "../descriptor.js";
import {
  type DescriptorOrTypedImport,
  type ImportedModel,
  isDescriptor,
  toDescriptor,
} from "../imported-model.js";
import { requireList, requireObject } from "../require-argument.js";
import type { KnownModel } from "./read-telemetry.js";

/** Finds the descriptor of a model by its DTMI; undefined when it knows none. */
export type ModelLookup = (
  dtmi: string,
) => DescriptorOrTypedImport | undefined | Promise<DescriptorOrTypedImport | undefined>;

/** The models that events are typed by. Imported documents may refer to each other. */
export interface EventModels<D extends DescriptorOrTypedImport = DescriptorOrTypedImport> {
  /** Also taken for events that name no model, as those of Node devices over AMQP. */
  readonly model?: D;
  /** Models of the devices to expect, or a lookup that is asked once for each DTMI. */
  readonly models?: readonly D[] | ModelLookup;
}

/**
 * The shape that a descriptor or an imported DTDL document carries; the union of several carries the union of their shapes.
 */
export type ShapeOf<D> =
  D extends Descriptor<infer S> ? S : D extends ImportedModel<infer S, unknown> ? S : unknown;

/** Answers at once for every DTMI that has been asked for before. */
export type FindModel = (dtmi: string | undefined) => KnownModel | Promise<KnownModel>;

/** One place to ask for the model of an event. A lookup that fails is remembered with its reason. */
export function createModelFinder(given: EventModels): FindModel {
  requireObject(given, "The models");
  const { model, models } = given;
  if (models !== undefined && typeof models !== "function") requireList(models, "The models");
  const list = typeof models === "object" ? models : [];
  const imports = { models: list.filter((each) => !isDescriptor(each)) };
  const first = model === undefined ? undefined : toDescriptor(model, imports);
  const found = new Map<string, KnownModel | Promise<KnownModel>>();
  const add = (descriptor: Descriptor): void => {
    found.set(descriptor.id, { modelId: descriptor.id, descriptor });
  };
  if (first !== undefined) add(first);
  for (const each of list) add(toDescriptor(each, imports));
  const lookup = typeof models === "function" ? models : undefined;
  const none: KnownModel = first === undefined ? {} : { modelId: first.id, descriptor: first };

  return (dtmi) => {
    if (dtmi === undefined || dtmi === "") return none;
    const known = found.get(dtmi);
    if (known !== undefined) return known;
    const asked = lookup === undefined ? { modelId: dtmi } : ask(lookup, dtmi);
    found.set(dtmi, asked);
    if (asked instanceof Promise) void asked.then((answer) => found.set(dtmi, answer));
    return asked;
  };
}

async function ask(lookup: ModelLookup, dtmi: string): Promise<KnownModel> {
  try {
    const model = await lookup(dtmi);
    return model === undefined
      ? { modelId: dtmi }
      : { modelId: dtmi, descriptor: toDescriptor(model) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { modelId: dtmi, failure: `The model ${dtmi} could not be loaded: ${reason}` };
  }
}
