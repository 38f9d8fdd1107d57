import type { Reading } from "./reading.js";

/** The members of an object that JSON-LD gives a meaning: where the name stands, or undefined. The value follows. */
export class Keywords {
  context: number | undefined;
  id: number | undefined;
  type: number | undefined;
  graph: number | undefined;
  value: number | undefined;
  language: number | undefined;
  /** All other keywords. */
  others: number[] | undefined;
  /** How many members the object has that are no keywords. */
  properties = 0;
}

const at = 0x40;
const backslash = 0x5c;

/** Whether the name of a member is a keyword. */
export function isKeyword({ tape }: Reading, name: number): boolean {
  const first = tape.text.charCodeAt(tape.start(name) + 1);
  return first === at || (first === backslash && tape.string(name).startsWith("@"));
}

/** Finds the keywords of an object. That none is written twice has been checked when the text was read. */
export function findKeywords(reading: Reading, object: number): Keywords {
  const { tape } = reading;
  const keywords = new Keywords();
  const last = tape.last(object);
  for (let name = object + 1; name < last; name = tape.next(name + 1)) {
    if (!isKeyword(reading, name)) {
      keywords.properties++;
      continue;
    }
    switch (tape.string(name)) {
      case "@context":
        keywords.context = name;
        break;
      case "@id":
        keywords.id = name;
        break;
      case "@type":
        keywords.type = name;
        break;
      case "@graph":
        keywords.graph = name;
        break;
      case "@value":
        keywords.value = name;
        break;
      case "@language":
        keywords.language = name;
        break;
      default:
        keywords.others ??= [];
        keywords.others.push(name);
    }
  }
  return keywords;
}

/** Every keyword of an object in the order written, with its text. */
export function* eachKeyword(
  reading: Reading,
  object: number,
): Generator<readonly [string, number]> {
  for (const name of reading.namesOf(object)) {
    if (isKeyword(reading, name)) yield [reading.tape.string(name), name];
  }
}
