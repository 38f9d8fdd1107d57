import type { Operation } from "./operations.js";

/** A tier of IoT Hub with its size; F is Free, B is Basic, S is Standard. */
export type Tier = "F1" | "B1" | "B2" | "B3" | "S1" | "S2" | "S3";

/** What one unit of a tier, or the whole hub, may do. */
export interface Rate {
  /** So many in so many seconds, and as many at once. Of direct methods: bytes. */
  readonly count: number;
  readonly seconds: number;
  /** Whether each unit adds as many. */
  readonly perUnit: boolean;
  /** The hub has at least so many, however few its units. */
  readonly atLeast?: number;
}

const perMinute = (count: number): Rate => ({ count, seconds: 60, perUnit: true });
const perSecond = (count: number, atLeast?: number): Rate => ({
  count,
  seconds: 1,
  perUnit: true,
  ...(atLeast === undefined ? {} : { atLeast }),
});
const inAll = (count: number): Rate => ({ count, seconds: 1, perUnit: false });
const kilobytes = 1024;

/** Operation throttles as Microsoft documents them, by the size of the tier. */
const rates: Readonly<Record<Operation, readonly [Rate, Rate, Rate]>> = {
  identity: [perMinute(100), perMinute(100), perMinute(5000)],
  connect: [perSecond(12, 100), perSecond(120), perSecond(6000)],
  telemetry: [perSecond(12, 100), perSecond(120), perSecond(6000)],
  fileUpload: [perMinute(100), perMinute(100), perMinute(5000)],
  messageToDevice: [perMinute(100), perMinute(100), perMinute(5000)],
  receiveByHttp: [perMinute(1000), perMinute(1000), perMinute(50_000)],
  method: [160, 480, 24 * 1024].map((size) => perSecond(size * kilobytes)) as [Rate, Rate, Rate],
  query: [perMinute(20), perMinute(20), perMinute(1000)],
  twinRead: [inAll(100), perSecond(10, 100), perSecond(500)],
  twinUpdate: [inAll(50), perSecond(5, 50), perSecond(250)],
  job: [perMinute(100), perMinute(100), perMinute(5000)],
  jobOnDevice: [inAll(10), perSecond(1, 10), perSecond(50)],
  configuration: [perMinute(20), perMinute(20), perMinute(20)],
};

/** The rate of an operation in a tier. */
export function rateOf(tier: Tier, operation: Operation): Rate {
  return rates[operation][Number(tier[1]) - 1] as Rate;
}

/** Messages a day and a unit, and the bytes that count as one. */
export const dailyQuotas: Readonly<
  Record<Tier, { readonly messages: number; readonly meter: number }>
> = {
  F1: { messages: 8000, meter: 512 },
  B1: { messages: 400_000, meter: 4096 },
  B2: { messages: 6_000_000, meter: 4096 },
  B3: { messages: 300_000_000, meter: 4096 },
  S1: { messages: 400_000, meter: 4096 },
  S2: { messages: 6_000_000, meter: 4096 },
  S3: { messages: 300_000_000, meter: 4096 },
};

/** The most units of a tier that one hub has. */
export const mostUnits: Readonly<Record<Tier, number>> = {
  F1: 1,
  B1: 200,
  B2: 200,
  B3: 10,
  S1: 200,
  S2: 200,
  S3: 10,
};

/** All tiers. */
export const tiers: readonly Tier[] = Object.keys(dailyQuotas) as Tier[];

/** Devices and modules, and configurations, that a hub of the tier can have. */
export function capacityOf(tier: Tier | undefined): {
  readonly identities: number;
  readonly configurations: number;
} {
  return tier === "F1"
    ? { identities: 500, configurations: 10 }
    : { identities: 1_000_000, configurations: 100 };
}
