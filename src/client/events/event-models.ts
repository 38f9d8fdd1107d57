import type { Descriptor } from "../descriptor.js";
import type { ImportedModel } from "../imported-model.js";
import { requireDescriptor, requireList, requireObject } from "../require-argument.js";
import type { KnownModel } from "./read-telemetry.js";

/** Finds the descriptor of a model by its DTMI; undefined when it knows none. */
export type ModelLookup = (
  dtmi: string,
) => Descriptor | undefined | Promise<Descriptor | undefined>;

/** The models that events are typed by. */
export interface EventModels<D extends Descriptor = Descriptor> {
  /** Also taken for events that name no model, as those of Node devices over AMQP. */
  readonly model?: D;
  /** Models of the devices to expect, or a lookup that is asked once for each DTMI. */
  readonly models?: readonly D[] | ModelLookup;
}

/**
 * The shape that a descriptor or an imported DTDL document carries; the union of several carries the union of their shapes.
 */
export type ShapeOf<D> =
  D extends Descriptor<infer S> ? S : D extends ImportedModel<infer S> ? S : unknown;

/** Answers at once for every DTMI that has been asked for before. */
export type FindModel = (dtmi: string | undefined) => KnownModel | Promise<KnownModel>;

/** One place to ask for the model of an event. A lookup that fails is remembered with its reason. */
export function createModelFinder(given: EventModels): FindModel {
  requireObject(given, "The models");
  const { model, models } = given;
  if (model !== undefined) requireDescriptor(model);
  if (models !== undefined && typeof models !== "function") requireList(models, "The models");
  const found = new Map<string, KnownModel | Promise<KnownModel>>();
  const add = (descriptor: Descriptor): void => {
    found.set(descriptor.id, { modelId: descriptor.id, descriptor });
  };
  if (model !== undefined) add(model);
  if (typeof models === "object") for (const each of models) add(each);
  const lookup = typeof models === "function" ? models : undefined;
  const none: KnownModel = model === undefined ? {} : { modelId: model.id, descriptor: model };

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
    const descriptor = await lookup(dtmi);
    return descriptor === undefined ? { modelId: dtmi } : { modelId: dtmi, descriptor };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { modelId: dtmi, failure: `The model ${dtmi} could not be loaded: ${reason}` };
  }
}
