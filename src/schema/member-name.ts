/**
 * Names that DTDL allows and the language acts upon: an object with a `then` is taken for a promise, one with a
 * `toJSON` is asked for its JSON, and every type has the members of `Object.prototype`. They get a trailing `$`, which no DTDL name may contain, so nothing can clash.
 */
const hazards = [
  "then",
  "toJSON",
  "constructor",
  "toString",
  "toLocaleString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
] as const;

type Hazard = (typeof hazards)[number];

/** The name of a content as a member of clients, patches, handlers and states: `then` is `then$`. */
export type MemberName<K extends PropertyKey> = K extends Hazard ? `${K}$` : K;

const hazardous: ReadonlySet<string> = new Set(hazards);

/** The member for a content of this name; see {@link MemberName}. */
export function memberName(name: string): string {
  return hazardous.has(name) ? `${name}$` : name;
}

/** The content's name on the wire for a member, given with or without the `$`. */
export function wireName(member: string): string {
  const name = member.slice(0, -1);
  return member.endsWith("$") && hazardous.has(name) ? name : member;
}
