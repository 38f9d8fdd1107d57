export type {
  CommandContext,
  CommandHandler,
  DeviceClient,
  DeviceClientOptions,
  DeviceHandlers,
  PropertyAnswer,
  PropertyContext,
  PropertyHandler,
} from "../client/device/device-types.js";
export { deviceClient } from "../client/device-client.js";
export type { DeviceTransport, DeviceTwin, TelemetryMessage } from "../client/transport.js";
export { type ConnectOptions, connectDevice, connectModule } from "./connect-device.js";
