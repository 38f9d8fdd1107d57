import azureIotDevice from "azure-iot-device";
import type { DeviceTransport, DeviceTwin, TargetId } from "../client/transport.js";
import { createAnyMethodClient } from "./any-method-client.js";
import { answerCommand } from "./command-answer.js";
import type { DeviceConnectionString } from "./connection-string.js";
import { withDeadline } from "./deadline.js";
import { followDesired } from "./desired-patches.js";
import { targetName, translateSdkError } from "./error-translation.js";
import { requireExact, toExactJson } from "./exact-numbers.js";
import { promised } from "./promised.js";

/** Seconds; the SDK itself would wait a minute for a hub that does not answer. */
const openDeadline = 20;
/** Seconds for the hub's answer to a twin request; the SDK itself would wait for ever when the connection breaks. */
const twinDeadline = 30;

/** Seconds; closing waits for what is under way, which a hub that is gone never answers. */
const closeDeadline = 10;

/** Opens one connection. This module loads the SDK when it is imported: reach it through a dynamic `import()`. */
export async function openDeviceConnection(
  signIn: DeviceConnectionString,
  modelId: string | undefined,
): Promise<DeviceTransport> {
  const { host, deviceId, moduleId } = signIn;
  const target: TargetId = { deviceId, ...(moduleId === undefined ? {} : { moduleId }) };
  const name = targetName(target);
  const attempt = async <T>(
    action: string,
    call: () => Promise<T>,
    deadline?: number,
  ): Promise<T> => {
    try {
      const outcome = call();
      if (deadline === undefined) return await outcome;
      return await withDeadline(outcome, deadline, `${action} of ${name} at ${host}`);
    } catch (error) {
      throw translateSdkError(error, { action, host, target });
    }
  };

  const sdk = createAnyMethodClient(signIn);
  const { client, transport } = sdk;
  const open = async (): Promise<void> => {
    if (modelId !== undefined) await client.setOptions({ modelId });
    await client.open();
  };
  try {
    await attempt("open the connection", open, openDeadline);
  } catch (error) {
    client.close().catch(() => undefined);
    throw error;
  }

  const readTwin = async (): Promise<DeviceTwin> => {
    const read = (): Promise<DeviceTwin> => promised((done) => transport.getTwin(done));
    const twin = await attempt("read the twin", read, twinDeadline);
    requireExact(twin, `the twin of ${name}`);
    return twin;
  };
  const desired = followDesired(sdk, readTwin);
  let handler: Parameters<DeviceTransport["onCommand"]>[0] | undefined;
  let connectionChanged: (connected: boolean) => void = () => undefined;
  transport.on("disconnect", () => connectionChanged(false));
  transport.on("connected", () => connectionChanged(true));

  return {
    readTwin,

    async reportProperties(patch) {
      const reported = toExactJson(patch, `the reported properties of ${name}`);
      await attempt(
        "report properties",
        () => promised<void>((done) => transport.updateTwinReportedProperties(reported, done)),
        twinDeadline,
      );
    },

    async sendTelemetry({ body, component, contentType, contentEncoding }) {
      const message = new azureIotDevice.Message(Buffer.from(body, "utf8"));
      message.contentType = contentType;
      message.contentEncoding = contentEncoding;
      // Every transport of the SDK translates this property; MQTT makes `$.sub` of it.
      if (component !== undefined) message.properties.add("dt-subject", component);
      await attempt("send telemetry", () => client.sendEvent(message));
    },

    onDesiredPatch: (listener) =>
      attempt("follow the desired properties", () => desired.listen(listener), twinDeadline),

    async onCommand(next) {
      const first = handler === undefined;
      handler = next;
      if (!first) return;
      sdk.onAnyMethod((request, response) => {
        answerCommand(handler ?? next, request.methodName, request.payload)
          .then(({ status, payload }) => response.send(status, payload))
          // The connection broke meanwhile: the hub has already told the caller.
          .catch(() => undefined);
      });
      const enable = (): Promise<void> => promised((done) => transport.enableMethods(done));
      await attempt("take the commands", enable, twinDeadline);
    },

    onConnectionChange(listener) {
      connectionChanged = listener;
    },

    async close() {
      connectionChanged = () => undefined;
      desired.stop();
      await attempt("close the connection", () => client.close(), closeDeadline);
    },
  };
}
