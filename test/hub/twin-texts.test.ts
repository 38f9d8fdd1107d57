import { expect, test } from "vitest";
import { HubCore } from "../../src/hub/hub-core.js";
import type { Target } from "../../src/hub/target.js";
import { countingIds, ManualClock, RecordingSession } from "./fixtures.js";

function hub(): { core: HubCore; clock: ManualClock; target: Target; check: () => void } {
  const clock = new ManualClock();
  const core = new HubCore(clock, countingIds(), "texts");
  const target = { deviceId: "dev1" };
  core.createIdentity(target, {});
  const check = (): void => {
    const text = core.twinText(target, core.twins.get(target));
    expect(text.toString("utf8")).toBe(JSON.stringify(core.twinDocument(target)));
    expect(core.twinText(target, core.twins.get(target))).toEqual(text);
  };
  return { core, clock, target, check };
}

test("the text of a twin is that of its document, after whatever changes either", () => {
  const { core, clock, target, check } = hub();
  const session = new RecordingSession(target);
  const changes = [
    () => {},
    () => core.twins.patch(target, { tags: { site: "A" }, properties: { desired: { a: 1 } } }),
    () => core.twins.report(target, { a: 1 }),
    () => core.openSession(session, "dtmi:com:example:Thermostat;1"),
    () => clock.advance(1000),
    () => core.sessions.touch(target),
    () => core.closeSession(session),
    () => core.updateIdentity(target, { deviceId: "dev1", status: "disabled" }, "*"),
  ];
  for (const change of changes) {
    change();
    check();
  }
  core.deleteIdentity(target, "*");
  core.createIdentity(target, {});
  check();
});
