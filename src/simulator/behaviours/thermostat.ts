import type { Behaviour, BehaviourContext } from "./behaviour.js";
import { fromSchema } from "./from-schema.js";

/** A reading that has reached the hub. */
interface Reading {
  readonly at: Date;
  readonly temperature: number;
}

/** Degrees Celsius. */
const startTemperature = 21;
/** Seconds in which the distance to the target shrinks to about a third. */
const timeConstant = 60;
/** Standard deviation of the sensor, degrees Celsius. */
const sensorNoise = 0.1;
/** Readings kept for the report: more than a day at one a second. */
const maximumReadings = 100_000;

/**
 * `dtmi:com:example:Thermostat;1`: the temperature approaches the target, and the report is of the readings that the
 * hub received, so that it can be checked against the telemetry.
 */
export function thermostat(context: BehaviourContext): Behaviour {
  const { random, clock } = context;
  const readings: Reading[] = [];
  let target = startTemperature;
  let temperature = startTemperature;
  let lastStep = clock.now();
  let sampledAt = lastStep;
  let highest = startTemperature;

  const step = (): void => {
    const now = clock.now();
    const seconds = Math.max(0, now.getTime() - lastStep.getTime()) / 1000;
    temperature = target + (temperature - target) * Math.exp(-seconds / timeConstant);
    lastStep = now;
  };

  return {
    ...fromSchema(context),
    initialValues: () => ({ targetTemperature: target, maxTempSinceLastReboot: highest }),
    setProperty(name, value) {
      step();
      if (name === "targetTemperature") target = Number(value);
    },
    nextTelemetry() {
      step();
      sampledAt = lastStep;
      return { temperature: round(temperature + sensorNoise * random.normal()) };
    },
    telemetrySent(values) {
      const reading = { at: sampledAt, temperature: Number(values.temperature) };
      if (readings.length === maximumReadings) readings.shift();
      readings.push(reading);
      if (reading.temperature <= highest) return {};
      highest = reading.temperature;
      return { maxTempSinceLastReboot: highest };
    },
    invoke(_command, since) {
      if (readings.length === 0)
        return report([{ at: clock.now(), temperature: round(temperature) }]);
      const start = new Date(String(since));
      const recent = readings.filter(({ at }) => at >= start);
      return report(recent.length === 0 ? readings : recent);
    },
    restart() {
      highest = readings.at(-1)?.temperature ?? startTemperature;
      return { maxTempSinceLastReboot: highest };
    },
  };
}

function report(readings: readonly Reading[]): Readonly<Record<string, unknown>> {
  const temperatures = readings.map(({ temperature }) => temperature);
  const sum = temperatures.reduce((total, temperature) => total + temperature, 0);
  return {
    // Not Math.max(...temperatures): so many arguments overflow the stack.
    maxTemp: temperatures.reduce((a, b) => Math.max(a, b)),
    minTemp: temperatures.reduce((a, b) => Math.min(a, b)),
    avgTemp: round(sum / temperatures.length),
    startTime: readings[0]?.at.toISOString(),
    endTime: readings.at(-1)?.at.toISOString(),
  };
}

/** Hundredths of a degree are what the sensor resolves. */
function round(temperature: number): number {
  return Math.round(temperature * 100) / 100;
}
