import { PnpError } from "../../errors.js";
import type { HubClock } from "../clock.js";
import { ServiceError } from "../service-error.js";
import { charged, type Operation, operationNames, standardOnly } from "./operations.js";
import { dailyQuotas, mostUnits, rateOf, type Tier, tiers } from "./tiers.js";
import { TokenBucket } from "./token-bucket.js";

/** Milliseconds that a device's or service's work over MQTT or AMQP is put off, before it is refused. */
const patience = 10_000;
const day = 86_400_000;

/** Nothing where no tier is asked for. Throws `PNP_USAGE` for units of no tier, and as {@link Throttles} does. */
export function createThrottles(
  clock: HubClock,
  tier: Tier | undefined,
  units: number | undefined,
): Throttles | undefined {
  if (tier !== undefined) return new Throttles(clock, tier, units);
  if (units === undefined) return undefined;
  throw new PnpError("PNP_USAGE", `${units} units of no tier were asked for.`, {
    hint: `Name the tier: one of ${tiers.join(", ")}.`,
  });
}

/** What a tier allows: operations at all, so many at a time, and so many messages a day (UTC). */
export class Throttles {
  readonly tier: Tier;
  readonly units: number;
  readonly #clock: HubClock;
  readonly #buckets = new Map<Operation, TokenBucket>();
  #today = 0;
  #messages = 0;

  /** Throws `PNP_USAGE` for a tier that does not exist, or a number of units that it does not have. */
  constructor(clock: HubClock, tier: Tier, units: number = 1) {
    if (!tiers.includes(tier)) {
      throw new PnpError("PNP_USAGE", `${JSON.stringify(tier)} is no tier of IoT Hub.`, {
        hint: `Use one of ${tiers.join(", ")}.`,
      });
    }
    if (!Number.isInteger(units) || units < 1 || units > mostUnits[tier]) {
      throw new PnpError("PNP_USAGE", `A hub of the tier ${tier} does not have ${units} units.`, {
        hint: `Use a whole number from 1 to ${mostUnits[tier]}.`,
      });
    }
    this.#clock = clock;
    this.tier = tier;
    this.units = units;
  }

  /**
   * Lets an operation pass at once. Throws `OperationNotAvailableInCurrentTier`, `IotHubQuotaExceeded` or
   * `ThrottlingBacklogTimeout`. `bytes` is what travels.
   */
  admit(operation: Operation, bytes: number = 0): void {
    this.checkTier(operation);
    this.#checkQuota(operation, bytes);
    if (this.#take(operation, bytes, 0) === undefined) {
      throw new ServiceError(
        "ThrottlingBacklogTimeout",
        `${this.#limit(operation)}. Wait 10 seconds and try again. Operation type: ${operation}`,
      );
    }
    this.#charge(operation, bytes);
  }

  /**
   * The milliseconds that an operation is put off; 0: none. Throws as {@link Throttles.admit} does when it would have to
   * wait for too long.
   */
  delay(operation: Operation, bytes: number = 0): number {
    this.checkTier(operation);
    this.#checkQuota(operation, bytes);
    const wait = this.#take(operation, bytes, patience);
    if (wait === undefined) {
      throw new ServiceError(
        "ThrottlingBacklogTimeout",
        `${this.#limit(operation)}, and ${patience / 1000} seconds' worth of them wait already. Operation type: ${operation}`,
      );
    }
    this.#charge(operation, bytes);
    return wait;
  }

  /** The milliseconds until one more operation of the hub itself may begin. */
  pace(operation: Operation, count: number = 1): number {
    return this.#bucket(operation).take(count, Number.POSITIVE_INFINITY) ?? 0;
  }

  /** Throws `OperationNotAvailableInCurrentTier` for what the Basic tiers lack. */
  checkTier(operation: Operation): void {
    if (!this.tier.startsWith("B") || !standardOnly.has(operation)) return;
    throw new ServiceError(
      "OperationNotAvailableInCurrentTier",
      `${operationNames[operation]} are not available in the Basic tier ${this.tier}; the Standard tiers have them`,
    );
  }

  #take(operation: Operation, bytes: number, wait: number): number | undefined {
    const { meter } = dailyQuotas[this.tier];
    // Methods are counted by what they move, in whole meters.
    const count = operation === "method" ? Math.max(Math.ceil(bytes / meter), 1) * meter : 1;
    return this.#bucket(operation).take(count, wait);
  }

  #bucket(operation: Operation): TokenBucket {
    const known = this.#buckets.get(operation);
    if (known) return known;
    const { count, seconds, perUnit, atLeast = 0 } = rateOf(this.tier, operation);
    const capacity = Math.max(perUnit ? count * this.units : count, atLeast);
    const bucket = new TokenBucket(this.#clock, capacity, seconds);
    this.#buckets.set(operation, bucket);
    return bucket;
  }

  #checkQuota(operation: Operation, bytes: number): void {
    if (!charged.has(operation)) return;
    const today = Math.floor(this.#clock.now().getTime() / day);
    if (today !== this.#today) {
      this.#today = today;
      this.#messages = 0;
    }
    const { messages } = dailyQuotas[this.tier];
    const most = messages * this.units;
    if (this.#messages + this.#metered(bytes) <= most) return;
    throw new ServiceError(
      "IotHubQuotaExceeded",
      `Total number of messages on IotHub exceeded the allocated quota. Max allowed message count : ${most}; it begins anew at midnight UTC`,
    );
  }

  #charge(operation: Operation, bytes: number): void {
    if (charged.has(operation)) this.#messages += this.#metered(bytes);
  }

  #metered(bytes: number): number {
    return Math.max(Math.ceil(bytes / dailyQuotas[this.tier].meter), 1);
  }

  #limit(operation: Operation): string {
    const { count, seconds, perUnit, atLeast = 0 } = rateOf(this.tier, operation);
    const most = Math.max(perUnit ? count * this.units : count, atLeast);
    const unit = operation === "method" ? " bytes" : "";
    return `The hub takes at most ${most}${unit} of ${operationNames[operation]} in ${seconds === 1 ? "a second" : "a minute"} (tier ${this.tier})`;
  }
}
