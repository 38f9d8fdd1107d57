/** What the programs of wrong uses begin with, after `Controller` and `Thermostat` are known. */
export const misuseHead: readonly string[] = [
  'import { type DeviceClient, type DeviceHandlers, type DeviceTransport, type Descriptor, deviceClient, type ServiceClient } from "twinplug";',
  "declare const client: ServiceClient<Controller>;",
  "declare const device: DeviceClient<Controller>;",
  "declare const model: Descriptor<Controller>;",
  "declare const connection: DeviceTransport;",
  "declare const handlers: DeviceHandlers<Thermostat>;",
];

/** One wrong use a line. */
export const misuses: Readonly<Record<string, string>> = {
  "writes a read-only property": 'client.$update({ serialNumber: "a" });',
  "writes a component's read-only property":
    "client.thermostat1.$update({ maxTempSinceLastReboot: 1 });",
  "sets a read-only property": 'client.serialNumber.$set("a");',
  "names an unknown component in a patch": "client.$update({ thermostat3: {} });",
  "names an unknown component": "client.thermostat3;",
  "calls an unknown command": "client.thermostat1.getReport();",
  "writes a value of the wrong type":
    'client.$update({ thermostat1: { targetTemperature: "hot" } });',
  "sets a value of the wrong type": 'client.thermostat1.targetTemperature.$set("hot");',
  "leaves out a request": "client.thermostat1.getMaxMinReport();",
  "gives a request of the wrong type": "client.reboot(true);",
  "reads what a response does not have":
    "(await client.thermostat1.getMaxMinReport(new Date(0))).hottest;",
  "reads an unknown property of a twin": "(await client.$read()).thermostat1.target;",
  "sends unknown telemetry": "device.$telemetry({ temperature: 1 });",
  "sends telemetry of the wrong type": 'device.thermostat1.$telemetry({ temperature: "hot" });',
  "reports an unknown property": "device.$report({ serial: 1 });",
  "leaves out a component's handlers":
    "deviceClient(model, connection, { reboot: () => {}, thermostat1: handlers });",
  "leaves out a command's handler":
    "deviceClient(model, connection, { thermostat1: handlers, thermostat2: handlers });",
  "leaves out a property's handler":
    "export const a: DeviceHandlers<Thermostat> = { getMaxMinReport: () => ({}) };",
  "answers with the wrong response":
    'export const b: DeviceHandlers<Thermostat> = { targetTemperature: () => {}, getMaxMinReport: () => ({ maxTemp: "hot" }) };',
  "handles what the model does not have":
    "export const c: DeviceHandlers<Thermostat> = { targetTemperature: () => {}, getMaxMinReport: () => ({}), reset: () => {} };",
};
