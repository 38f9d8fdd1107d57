import { startProgram } from "./program.mjs";
import { request } from "./service-request.mjs";

/**
 * Gives the twins of `dev0`, `dev1` … so many components with two desired properties each: with their metadata, some 400
 * bytes a component.
 */
export async function fillTwins(bench, { port, description }, count, components = 8) {
  const desired = Object.fromEntries(
    Array.from({ length: components }, (_, index) => [
      `thermostat${index}`,
      { __t: "c", targetTemperature: 20 + index / 10, schedule: "weekdays from seven to nineteen" },
    ]),
  );
  const body = JSON.stringify({ properties: { desired } });
  const template = request(description, "PATCH", "/twins/dev{}", body);
  const service = startProgram("service.mjs");
  await service.call("connect", { port, ca: bench.certificates.caCertificate, connections: 16 });
  await service.call("each", template, count);
  await service.stop();
}
