import { startHub } from "twinplug/hub";
import { expect, test } from "vitest";
import { deviceStory } from "./device-story.mjs";

test("a device tells its temperature", async () => {
  await using hub = await startHub();
  expect(await deviceStory(hub)).toEqual({ temperature: 21.5 });
});
