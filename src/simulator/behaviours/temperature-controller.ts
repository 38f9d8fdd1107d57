import type { Behaviour, BehaviourContext } from "./behaviour.js";
import { fromSchema } from "./from-schema.js";

/** `dtmi:com:example:TemperatureController;1` and `;2`: `reboot` restarts the device at once, whatever its delay. */
export function temperatureController(context: BehaviourContext): Behaviour {
  const plain = fromSchema(context);
  return {
    ...plain,
    invoke(command, request) {
      if (command === "reboot") context.restartDevice();
      return plain.invoke(command, request);
    },
  };
}
