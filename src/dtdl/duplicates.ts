import { type Draft, label, nameOf, trailOf } from "./draft.js";
import type { JsonMember } from "./json-node.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { type Members, placeOf, type Reading, report } from "./reading.js";

/** Whether the identifier is taken, which is an issue. */
export function isDuplicate(reading: Reading, id: string, member: JsonMember): boolean {
  const earlier = reading.drafts.get(id);
  if (earlier === undefined) return false;
  const place = earlier.place?.text.locate(earlier.place.start, earlier.place.end);
  const where = place === undefined ? "" : `, first at ${place.source}:${place.line}`;
  const message = `\`${id}\` is defined more than once${where}`;
  report(reading, "duplicateDefinition", message, member.value, {
    help: "keep one definition, or count up the version",
  });
  return true;
}

/** Whether an element of the same generated identifier, thus of the same name, exists, which is an issue. */
export function isRepeated(
  reading: Reading,
  parent: Draft,
  rule: PropertyRule,
  id: string,
  members: Members,
): boolean {
  const earlier = reading.drafts.get(id);
  if (earlier === undefined) return false;
  const member = members.properties.find(({ name }) => name === "name");
  const name = nameOf(earlier) ?? id;
  const place = earlier.names.get("name");
  const line = place?.text.locate(place.start, place.end).line;
  const message = `${label(parent)} has two values of \`${rule.name}\` with the name \`${name}\``;
  const help = line === undefined ? "rename one" : `rename one; the first is on line ${line}`;
  const detail = { help, trail: trailOf(parent, rule.name) };
  const at = member === undefined ? parent.place : placeOf(reading, member.value);
  reading.issues.add("nonUniquePropertyValue", message, at, detail);
  return true;
}
