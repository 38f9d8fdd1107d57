import type { Place } from "./issue-list.js";
import { isKeyword } from "./keywords.js";
import type { Reading } from "./reading.js";

/** What a keyword written twice is called. */
const repeated: Readonly<Record<string, string>> = {
  "@context": "repeatedContextProperty",
  "@id": "repeatedIdProperty",
  "@type": "repeatedTypeProperty",
  "@graph": "repeatedGraphProperty",
  "@value": "repeatedValueProperty",
  "@language": "repeatedLanguageProperty",
};

/** Checks what JSON-LD asks of every object of a text, before anything of it is read as DTDL. The first issue ends the reading. */
export function checkJsonLd(reading: Reading): void {
  const { tape } = reading;
  for (let node = 0; node < tape.count; node++) {
    if (tape.isObject(node)) checkObject(reading, node);
  }
}

function checkObject(reading: Reading, object: number): void {
  const { tape } = reading;
  const last = tape.last(object);
  let first = -1;
  let seen: Map<string, number> | undefined;
  for (let name = object + 1; name < last; name = tape.next(name + 1)) {
    if (!isKeyword(reading, name)) continue;
    const keyword = tape.string(name);
    if (keyword === "@context") checkContext(reading, name + 1);
    else if (keyword === "@graph") checkGraph(reading, name + 1);
    if (first < 0) {
      first = name;
      continue;
    }
    seen ??= new Map([[tape.string(first), first]]);
    const earlier = seen.get(keyword);
    if (earlier !== undefined) {
      reading.issues.fatal(repeated[keyword] ?? "repeatedKeyword", {
        observed: keyword,
        at: reading.place(earlier),
        related: reading.place(name),
      });
    }
    seen.set(keyword, name);
  }
}

function checkContext(reading: Reading, value: number): void {
  const { tape } = reading;
  for (const entry of tape.entries(value)) {
    if (tape.isObject(entry)) checkLocalContext(reading, entry);
    else if (!tape.isString(entry)) {
      reading.issues.fatal("invalidContext", {
        at: lineOf(reading, entry),
        observed: reading.describe(entry),
      });
    }
  }
}

/** Terms that a context object defines. DTDL allows none, but says first what is wrong with them. */
function checkLocalContext(reading: Reading, object: number): void {
  const { tape, issues } = reading;
  const terms = new Map<string, number>();
  for (const name of reading.namesOf(object)) {
    const value = tape.string(name);
    const definition = name + 1;
    const earlier = terms.get(value);
    if (earlier !== undefined) {
      issues.fatal("duplicateTermInContextObject", {
        observed: value,
        at: reading.place(name),
        related: reading.place(earlier),
      });
    }
    terms.set(value, name);
    const kind = tape.kind(definition);
    if (kind === "string" || kind === "null") continue;
    const at = lineOf(reading, definition);
    if (kind !== "object") {
      issues.fatal("termDefinitionNotStringOrObject", {
        observed: reading.describe(definition),
        at,
      });
    }
    const id = reading.namesOf(definition).find((member) => tape.string(member) === "@id");
    if (id === undefined) {
      issues.fatal("termDefinitionMissingIdProperty", { observed: value, at });
    } else if (!tape.isString(id + 1)) {
      issues.fatal("termDefinitionIdPropertyNotString", {
        observed: reading.describe(id + 1),
        at: lineOf(reading, id + 1),
      });
    }
  }
}

/** Of a value that cannot be read only the beginning is told. */
function lineOf(reading: Reading, node: number): Place {
  const start = reading.tape.start(node);
  return { text: reading.text, start, end: start + 1 };
}

function checkGraph(reading: Reading, value: number): void {
  for (const entry of reading.tape.entries(value)) {
    if (!reading.tape.isObject(entry)) {
      reading.issues.fatal("graphNotObject", {
        at: lineOf(reading, entry),
        observed: reading.describe(entry),
      });
    }
  }
}
