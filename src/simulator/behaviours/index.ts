import type { BehaviourFactory } from "./behaviour.js";
import { temperatureController } from "./temperature-controller.js";
import { thermostat } from "./thermostat.js";

/** Behaviours that are known beyond the schemas, by the DTMI of their Interface. */
export const knownBehaviours: Readonly<Record<string, BehaviourFactory>> = {
  "dtmi:com:example:TemperatureController;1": temperatureController,
  "dtmi:com:example:TemperatureController;2": temperatureController,
  "dtmi:com:example:Thermostat;1": thermostat,
};
