export type {
  Behaviour,
  BehaviourContext,
  BehaviourFactory,
  Values,
} from "./behaviours/behaviour.js";
export { fromSchema } from "./behaviours/from-schema.js";
export { type GenerateContext, generateValue } from "./generate-value.js";
export { createRandom, type Random } from "./random.js";
export {
  type SimulatedDevice,
  type SimulateOptions,
  simulateDevice,
} from "./simulated-device.js";
