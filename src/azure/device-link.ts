import type { CallOptions } from "../client/call-options.js";
import { type Clock, systemClock } from "../client/clock.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import type { AnyMethodClient } from "./any-method-client.js";
import { createLimits } from "./device-limits.js";
import type { OnMessage } from "./early-messages.js";
import { targetName } from "./error-translation.js";
import { systemLater } from "./given-up.js";
import type { ReconnectPauses } from "./reconnect-pauses.js";

/** The SDK's client over one connection that stands. */
export interface OpenClient extends AnyMethodClient {
  /** Told once when the connection breaks, at once if it has; the answer takes the listener away. */
  onLost(listener: (reason: unknown) => void): () => void;
  /** Told when the connection was replaced without having been lost, as at the renewal of a token over MQTT. */
  onReplaced(listener: () => void): void;
  /** Told cloud-to-device messages, those too that came before anybody listened. */
  readonly onMessage: OnMessage;
  close(): Promise<void>;
}

/** One call over the link. */
export interface LinkCall {
  /** Ends a sentence that starts with "Could not": `read the twin`. */
  readonly action: string;
  /**
   * Whether doing it twice is the same as doing it once: then it waits for the connection where there is none, and
   * is done again when it broke in between.
   */
  readonly repeatable: boolean;
  readonly options?: CallOptions | undefined;
}

/** What is done to each new client before it is used: subscriptions, listeners. */
export type SetUp = (client: OpenClient) => Promise<void>;

/**
 * A device's connection that is taken up again whenever it breaks, until it is closed. Each time the SDK gets a new
 * client: one that was connected before believes in subscriptions which the hub may have forgotten.
 */
export interface DeviceLink {
  call<T>(what: LinkCall, run: (client: OpenClient) => Promise<T>): Promise<T>;
  /** Does it to the client of now, and to each that follows. */
  onEveryConnection(setUp: SetUp, options?: CallOptions): Promise<void>;
  onChange(listener: (connected: boolean) => void): void;
  close(options?: CallOptions): Promise<void>;
}

/** What a link is made with. */
export interface LinkOptions {
  readonly host: string;
  readonly target: TargetId;
  /** Makes and opens a client. */
  readonly open: () => Promise<OpenClient>;
  readonly pauses: ReconnectPauses;
  readonly onReconnectError: (error: unknown) => void;
  readonly clock?: Clock;
  /** Default 30: how long the hub may take to answer; a connection over which it has not by then counts as broken. */
  readonly answerSeconds?: number;
}

/** Seconds; the SDK itself would wait a minute for a hub that does not answer. */
const openSeconds = 20;
/** Seconds; closing waits for what is under way, which a hub that is gone never answers. */
const closeSeconds = 10;

/** Stands for no outcome: the call has to be made once more. */
const again = Symbol("again");

/** Opens the first connection; fails when that fails. */
export async function openDeviceLink(
  {
    host,
    target,
    open,
    pauses,
    onReconnectError,
    clock = systemClock,
    // The SDK itself would wait for ever when the connection breaks.
    answerSeconds = 30,
  }: LinkOptions,
  options: CallOptions = {},
): Promise<DeviceLink> {
  const name = targetName(target);
  const setUps: SetUp[] = [];
  const setUpsDone = new WeakMap<OpenClient, Map<SetUp, Promise<void>>>();
  /** Ends the calls that wait for an answer which will not come. */
  const underWay = new Set<(error: PnpError) => void>();
  /** Does the repeatable calls again whose answer got lost when the connection was replaced. */
  const repeats = new Set<() => void>();
  const closing = new AbortController();
  let current: OpenClient | undefined;
  let standsSince = 0;
  let waiting: (() => void)[] = [];
  let changed: (connected: boolean) => void = () => undefined;

  const limited = createLimits(host, target, clock);

  const openOne = async (given?: CallOptions): Promise<OpenClient> => {
    let isAbandoned = false;
    const opening = async (): Promise<OpenClient> => {
      const client = await open();
      // Nobody waits for it any more.
      if (isAbandoned) client.close().catch(() => undefined);
      return client;
    };
    try {
      return await limited("open the connection", given, openSeconds, opening);
    } catch (error) {
      isAbandoned = true;
      throw error;
    }
  };

  /** Once for each client, though a set-up may be added while a new connection is being set up. */
  const setUpOnce = async (client: OpenClient, setUp: SetUp): Promise<void> => {
    const done = setUpsDone.get(client) ?? new Map<SetUp, Promise<void>>();
    setUpsDone.set(client, done);
    const doing = done.get(setUp) ?? setUp(client);
    done.set(setUp, doing);
    await doing;
  };

  /** Closes the client when one of the set-ups fails. */
  const setUpAll = async (client: OpenClient): Promise<void> => {
    let forget = (): void => undefined;
    const lost = new Promise<never>((_, reject) => {
      forget = client.onLost(reject);
    });
    lost.catch(() => undefined);
    try {
      // By index: another one may be added meanwhile, and must not be left out.
      for (let index = 0; index < setUps.length; index++) {
        const setUp = setUps[index];
        if (setUp === undefined) continue;
        await limited("set up the connection", undefined, answerSeconds, () =>
          Promise.race([setUpOnce(client, setUp), lost]),
        );
      }
    } catch (error) {
      client.close().catch(() => undefined);
      throw error;
    } finally {
      forget();
    }
  };

  const lose = (client: OpenClient): void => {
    if (current !== client) return;
    current = undefined;
    pauses.stood(clock.now() - standsSince);
    breakOff(() => new PnpError("PNP_TRANSPORT", `The connection of ${name} to ${host} broke.`));
    client.close().catch(() => undefined);
    changed(false);
    void reconnect();
  };

  const stand = (client: OpenClient): void => {
    standsSince = clock.now();
    current = client;
    client.onLost(() => lose(client));
    client.onReplaced(() => {
      if (current !== client) return;
      for (const repeat of repeats) repeat();
      changed(true);
    });
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };

  const reconnect = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await clock.sleep(pauses.next(), closing.signal);
      if (closing.signal.aborted) return;
      try {
        const client = await openOne({ signal: closing.signal });
        await setUpAll(client);
        if (closing.signal.aborted) return void client.close().catch(() => undefined);
        stand(client);
        changed(true);
        return;
      } catch (error) {
        if (!closing.signal.aborted) onReconnectError(error);
      }
    }
  };

  const breakOff = (reason: () => PnpError): void => {
    for (const breakCall of underWay) breakCall(reason());
  };
  const standing = async (): Promise<OpenClient> => {
    while (current === undefined) {
      if (closing.signal.aborted) throw closed();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return current;
  };
  const closed = (): PnpError =>
    new PnpError("PNP_TRANSPORT", `The connection of ${name} was closed.`);

  stand(await openOne(options));

  const link: DeviceLink = {
    call: ({ action, repeatable, options: given }, run) =>
      limited(action, given, answerSeconds, async (isOver) => {
        for (;;) {
          if (closing.signal.aborted) throw closed();
          if (current === undefined && !repeatable) {
            throw new PnpError(
              "PNP_TRANSPORT",
              `Could not ${action} of ${name}: it is not connected.`,
            );
          }
          const client = current ?? (await standing());
          // It may have broken between the promise and here; nothing was called yet.
          if (client !== current) continue;
          let breakCall: (error: PnpError) => void = () => undefined;
          const broken = new Promise<never>((_, reject) => {
            breakCall = reject;
          });
          broken.catch(() => undefined);
          underWay.add(breakCall);
          // The SDK may not notice that nobody is there any more, and then never would.
          const silence = systemLater(answerSeconds * 1000, () => lose(client));
          let repeat = (): void => undefined;
          const replaced = new Promise<typeof again>((resolve) => {
            repeat = () => resolve(again);
          });
          if (repeatable) repeats.add(repeat);
          try {
            const outcome = await Promise.race([run(client), broken, replaced]);
            if (outcome !== again) return outcome;
            // Nobody waits any more.
            if (isOver()) throw closed();
          } catch (error) {
            // The SDK lets calls fail before it tells that the connection broke.
            if (repeatable) await clock.sleep(0);
            if (current === client || !repeatable || isOver()) throw error;
          } finally {
            silence();
            underWay.delete(breakCall);
            repeats.delete(repeat);
          }
        }
      }),

    async onEveryConnection(setUp, given) {
      setUps.push(setUp);
      const what = { action: "set up the connection", repeatable: true, options: given };
      try {
        await link.call(what, (client) => setUpOnce(client, setUp));
      } catch (error) {
        setUps.splice(setUps.indexOf(setUp), 1);
        throw error;
      }
    },

    onChange(listener) {
      changed = listener;
    },

    async close(given) {
      changed = () => undefined;
      closing.abort();
      const client = current;
      current = undefined;
      for (const resume of waiting) resume();
      breakOff(closed);
      if (client === undefined) return;
      await limited("close the connection", given, closeSeconds, () => client.close());
    },
  };
  return link;
}
