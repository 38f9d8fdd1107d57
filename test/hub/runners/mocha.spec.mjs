import assert from "node:assert/strict";
import { startHub } from "twinplug/hub";
import { deviceStory } from "./device-story.mjs";

describe("a device", () => {
  let hub;
  beforeEach(async () => {
    hub = await startHub();
  });
  afterEach(() => hub.close());

  it("tells its temperature", async () => {
    assert.deepEqual(await deviceStory(hub), { temperature: 21.5 });
  });
});
