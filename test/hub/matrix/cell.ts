import azureIotCommon from "azure-iot-common";
import { type DeviceCertificate, type Hub, startHub } from "../../../src/hub/index.js";

/** What a cell works with: the hub that all cells share, names of its own, and what to clean up after it. */
export class Scope {
  readonly hub: Hub;
  /** Has signed the certificates of devices that the hub trusts. */
  readonly authority: DeviceCertificate;
  readonly #cleanups: (() => unknown)[] = [];
  static #names = 0;

  constructor(hub: Hub, authority: DeviceCertificate) {
    this.hub = hub;
    this.authority = authority;
  }

  /** An id that no other cell has. */
  name(): string {
    Scope.#names += 1;
    return `own-${Scope.#names}`;
  }

  /** A device that no other cell has. */
  device(): string {
    const deviceId = this.name();
    this.hub.createDevice(deviceId);
    return deviceId;
  }

  /** A hub of its own, for what all services of a hub compete for. */
  async ownHub(): Promise<Scope> {
    const hub = await startHub();
    this.defer(() => hub.close());
    hub.redirect();
    const own = new Scope(hub, this.authority);
    this.defer(() => own.end());
    return own;
  }

  /** Runs when the cell has ended, the last one first. */
  defer(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup);
  }

  async end(): Promise<void> {
    for (const cleanup of this.#cleanups.reverse()) {
      await Promise.resolve(cleanup()).catch(() => {});
    }
  }
}

/** One use of an SDK, from outside. It throws when the outcome is not the right one. */
export type Run = (scope: Scope) => Promise<void>;

/** A cell that runs, and what is the matter where the SDK, or the protocol, does not offer what the others do. */
export interface Cell {
  readonly run: Run;
  readonly absent?: string;
}

/** Something that a client can do, over every column of its section. */
export interface Row {
  /** The method of the SDK's class that it is about. */
  readonly call: string;
  /** What it is used for, where a method has several rows. */
  readonly use?: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** One class of an SDK, or one question to several. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Methods that must have a row. */
  readonly methods: readonly string[];
}

/** A row whose cells differ in their column only. */
export function row<Column extends string>(
  columns: readonly Column[],
  call: string,
  make: (column: Column) => Run | Cell,
  use?: string,
): Row {
  const cells = columns.map((column) => {
    const made = make(column);
    return [column, typeof made === "function" ? { run: made } : made] as const;
  });
  return { call, ...(use === undefined ? {} : { use }), cells: Object.fromEntries(cells) };
}

/** What cannot be done, why (by the SDK's source), and the run that shows it. */
export function absent(reason: string, run: Run): Cell {
  return { absent: reason, run };
}

/** Names of the public methods of a class and of those it inherits, down to a base class that is not its own. */
export function methodsOf(type: { readonly prototype: object }, base: object): readonly string[] {
  const names = new Set<string>();
  for (
    let prototype: object | null = type.prototype;
    prototype !== null && prototype !== base && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (name !== "constructor" && !name.startsWith("_")) names.add(name);
    }
  }
  return [...names];
}

/** The same for static methods. */
export function staticsOf(type: object): readonly string[] {
  return Object.getOwnPropertyNames(type).filter(
    (name) => typeof Reflect.get(type, name) === "function" && !name.startsWith("_"),
  );
}

export const noRetry = new azureIotCommon.NoRetry();

/** Looks again and again until the check passes; cells run outside of tests, where `expect.poll` cannot. */
export async function eventually<Value>(
  find: () => Value,
  check: (value: Awaited<Value>) => void,
): Promise<void> {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      check(await find());
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Resolves with what the event brings, as a list; rejects after ten seconds. */
export function heard(emitter: NodeJS.EventEmitter, event: string): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${event} did not come`)), 10_000);
    emitter.once(event, (...values: unknown[]) => {
      clearTimeout(timer);
      resolve(values);
    });
  });
}
