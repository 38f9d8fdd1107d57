import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { type PropertyWrite, splitDesiredPatch } from "../../convention/twin-patch.js";
import { sameJson } from "../../dtdl/json-value.js";
import { PnpError } from "../../errors.js";
import { isSettled, partOf } from "../acknowledgement.js";
import { namedMember } from "../descriptor.js";
import { mergePatch } from "../merge-patch.js";
import { acknowledge, isOvertaken, type PropertyDuty } from "./acknowledge.js";
import { tellParts } from "./whole-parts.js";

/** Follows the desired properties of one device. The caller sees to it that one call follows another. */
export interface DesiredFollower {
  /** Takes the whole of the desired properties at the start and acts on all of it, or on what was not acknowledged. */
  start(desired: JsonRecord, replay: "unacknowledged" | "all"): Promise<void>;
  /** Takes the whole after a gap and acts on what differs from before. */
  resume(desired: JsonRecord): Promise<void>;
  /**
   * Takes a patch; answers `missed` when patches before it never came, and does nothing then. `onNext` is called when
   * it is the next one, before the handlers.
   */
  apply(patch: JsonRecord, onNext?: () => void): Promise<"done" | "missed">;
}

/** Calls the handlers for desired values and reports their acknowledgements, those of one patch in one report. */
export function createDesiredFollower(duty: PropertyDuty): DesiredFollower {
  const { descriptor, reporter } = duty;
  let desired: JsonRecord = {};
  let seen = 0;
  const isComponent = (name: string): boolean =>
    namedMember(descriptor.schema.components, name) !== undefined;

  const act = async (
    writes: readonly PropertyWrite[],
    version: number,
    also: readonly PropertyWrite[] = [],
  ): Promise<void> => {
    const acks: PropertyWrite[] = [...also];
    const answerOfPart = await tellParts(duty, writes, version);
    for (const write of writes) {
      const ack = await acknowledge(duty, write, version, answerOfPart(write));
      if (ack !== undefined) acks.push(ack);
    }
    await reporter.acknowledge(() => acks.filter((ack) => !isOvertaken(reporter, ack, version)));
  };

  return {
    start: async (present, replay) => {
      const { version = 0, writes } = splitDesiredPatch(present, isComponent);
      desired = present;
      seen = version;
      const open = writes.filter(
        (write) => replay === "all" || !isSettled(reporter.ackOf(write), version),
      );
      await act(open, version);
    },
    resume: async (present) => {
      const { version = 0, writes } = splitDesiredPatch(present, isComponent);
      if (version === seen) return;
      const before = desired;
      desired = present;
      seen = version;
      const isChanged = ({ component, property, value }: PropertyWrite): boolean =>
        !sameJson(value, ownMember(partOf(before, component), property));
      await act(
        writes.filter(isChanged),
        version,
        writes.filter((write) => !isChanged(write)).flatMap((write) => restated(write, version)),
      );
    },
    apply: async (patch, onNext) => {
      const { version, writes } = splitDesiredPatch(patch, isComponent);
      if (version === undefined) {
        throw new PnpError(
          "PNP_TRANSPORT",
          "A desired patch arrived without $version; it was not acted on.",
        );
      }
      if (version <= seen) return "done";
      if (version > seen + 1) return "missed";
      const merged = mergePatch(desired, patch);
      desired = isRecord(merged) ? merged : {};
      seen = version;
      onNext?.();
      // A patch may hold part of an object or map; handlers get the whole value that is desired now.
      const whole = writes.map((write) => ({
        ...write,
        value:
          write.value === null ? null : ownMember(partOf(desired, write.component), write.property),
      }));
      await act(whole, version);
      return "done";
    },
  };

  /**
   * The same value may have been written again in the gap, and whoever wrote it waits for its version: the answer
   * stands and names the later version. One that is still to come is not touched.
   */
  function restated(write: PropertyWrite, version: number): PropertyWrite[] {
    const ack = reporter.ackOf(write);
    if (ack === undefined || ack.ac === 202 || ack.av === 0 || ack.av >= version) return [];
    return [{ ...write, value: { ...ack, av: version } }];
  }
}
