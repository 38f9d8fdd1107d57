import assert from "node:assert/strict";
import { test } from "node:test";
import { startHub } from "twinplug/hub";
import { deviceStory } from "./device-story.mjs";

test("a device tells its temperature", async (context) => {
  const hub = await startHub();
  context.after(() => hub.close());
  assert.deepEqual(await deviceStory(hub), { temperature: 21.5 });
});
