import type { Descriptor } from "../descriptor.js";

/** What a condition may have of a query's 8192 characters, `SELECT * FROM devices WHERE ` aside. */
const longestCondition = 8000;

/** A condition that names devices, and the devices it names. */
export interface DeviceCondition {
  readonly where: string;
  readonly deviceIds: readonly string[];
}

/**
 * Conditions that together name these devices, each short enough for a query. The hub finds the devices again when a
 * job starts; so the model, if one matters, stands in the condition, and a device of another by then is not touched.
 */
export function deviceConditions(
  deviceIds: readonly string[],
  descriptor: Descriptor | undefined,
  assumeModel: boolean,
): readonly DeviceCondition[] {
  const guard = descriptor === undefined ? "" : ` AND ${modelGuard(descriptor, assumeModel)}`;
  const room = longestCondition - `deviceId IN []${guard}`.length;
  return chunks(deviceIds, room).map((chunk) => ({
    deviceIds: chunk,
    where: `deviceId IN [${chunk.map(quotedText).join(",")}]${guard}`,
  }));
}

function modelGuard({ id }: Descriptor, assumeModel: boolean): string {
  const model = `modelId = ${quotedText(id)}`;
  return assumeModel ? `(${model} OR modelId = '' OR NOT is_defined(modelId))` : model;
}

function chunks(deviceIds: readonly string[], room: number): readonly (readonly string[])[] {
  const result: string[][] = [];
  let left = -1;
  for (const deviceId of deviceIds) {
    const length = quotedText(deviceId).length + 1;
    if (length > left) {
      result.push([]);
      left = room;
    }
    result.at(-1)?.push(deviceId);
    left -= length;
  }
  return result;
}

/** A text constant of the query language. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
