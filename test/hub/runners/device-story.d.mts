import type { Hub } from "twinplug/hub";

/** A device that connects, says one thing, and leaves; answers what the hub has seen of it. */
export function deviceStory(hub: Hub): Promise<unknown>;
