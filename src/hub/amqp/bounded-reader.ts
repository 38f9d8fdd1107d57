import rhea from "rhea";

/** The reader of AMQP values inside rhea: what reads the elements of lists, maps and arrays. */
interface ValueReader {
  read(): unknown;
  remaining(): number;
  read_n(count: number): unknown[];
  read_array_items(count: number, type: { readonly width: number }): unknown[];
}

/** Elements without bytes (nulls, zeros, empty lists) that all arrays of a frame or message may have together. */
const mostEmptyElements = 65_536;

const emptyElements = new WeakMap<ValueReader, number>();
// Not in rhea's types.
const { types } = rhea as unknown as {
  readonly types: { readonly Reader: { readonly prototype: ValueReader } };
};
const reader = types.Reader.prototype;
const { read_array_items } = reader;

/**
 * Makes rhea doubt the counts that a peer states: it takes the room for a list before it looks for the list, and ten
 * bytes make it an array of four thousand million elements of no bytes, and either ends the whole process. rhea makes
 * its readers itself, so the check has its place in what they all share; values that are whole are read as before.
 */
export function boundCounts(): void {
  reader.read_n = function (count) {
    requireRoom(this, count);
    const items: unknown[] = [];
    while (items.length < count) items.push(this.read());
    return items;
  };
  reader.read_array_items = function (count, type) {
    if (type.width > 0) {
      requireRoom(this, count);
    } else {
      const sum = (emptyElements.get(this) ?? 0) + count;
      emptyElements.set(this, sum);
      if (sum > mostEmptyElements) throw new RangeError(`${sum} array elements without bytes`);
    }
    return read_array_items.call(this, count, type);
  };
}

function requireRoom(values: ValueReader, count: number): void {
  if (count <= values.remaining()) return;
  throw new RangeError(`${count} elements where ${values.remaining()} bytes are left`);
}
