import type { Draft } from "./draft.js";
import { eachKeyword, findKeywords, isKeyword, type Keywords } from "./keywords.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import type { LocalizedText } from "./model.js";
import type { Reading } from "./reading.js";
import { ValueIssues } from "./value-issues.js";

const languageCode = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;

/** Reads text by language: a string, a language map, or a list of strings and objects with `@value` and `@language`. */
export function readLocalizedText(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
): LocalizedText {
  const { tape } = reading;
  const value = name + 1;
  const simple = readSimpleText(reading, draft, property, value);
  if (simple !== undefined) return simple;
  const reader = new LocalizedTextReader(reading, draft, property);
  if (tape.isString(value)) reader.readEntry(value);
  else if (tape.isObject(value)) reader.readMap(value);
  else for (const entry of tape.values(value)) reader.readEntry(entry);
  return Object.freeze(reader.texts);
}

/** Text in one language, as most is; undefined for anything else. */
function readSimpleText(
  { tape }: Reading,
  draft: Draft,
  property: PropertyInfo,
  value: number,
): LocalizedText | undefined {
  let code = "en";
  let node = value;
  if (tape.isObject(value)) {
    node = value + 2;
    if (tape.last(value) !== node + 1) return undefined;
    code = tape.string(value + 1);
  }
  if (!tape.isString(node) || !languageCode.test(code)) return undefined;
  const text = tape.string(node);
  if (text.length > property.maxLength(draft.scope.limits)) return undefined;
  return Object.freeze(code === "en" ? { en: text } : { [code]: text });
}

class LocalizedTextReader {
  /** Language codes are the only names, so no name can mean something to JavaScript. */
  readonly texts: Record<string, string> = {};
  readonly #reading: Reading;
  readonly #draft: Draft;
  readonly #issues: ValueIssues;
  readonly #maxLength: number;
  /** Where the text of each language is written. */
  #places: Record<string, number> | undefined;

  constructor(reading: Reading, draft: Draft, property: PropertyInfo) {
    this.#reading = reading;
    this.#draft = draft;
    this.#issues = new ValueIssues(reading, draft, property);
    this.#maxLength = property.maxLength(draft.scope.limits);
  }

  readMap(object: number): void {
    const { tape } = this.#reading;
    const last = tape.last(object);
    const starts = object + 1 < last && isKeyword(this.#reading, object + 1);
    if (starts && this.#isTaggedText(object)) return;
    for (let name = object + 1; name < last; name = tape.next(name + 1)) {
      const code = tape.string(name);
      if (code === "en" && tape.isString(name + 1)) {
        this.#take("langStringCodeNotUnique", code, name + 1, name + 1);
      } else if (code.startsWith("@")) {
        this.#issues.add("langMapObjKeyword", name, { value: code });
      } else if (!languageCode.test(code)) {
        this.#issues.add("langStringInvalidCode", name, { value: code });
      } else if (!tape.isString(name + 1)) {
        const observed = this.#reading.describe(name + 1);
        this.#issues.add("langStringValueNotString", name, { value: code, observed });
      } else {
        this.#take("langStringCodeNotUnique", code, name + 1, name + 1);
      }
    }
  }

  /** Whether a map is text with its language, which belongs in a list; that is an issue. */
  #isTaggedText(object: number): boolean {
    const { tape } = this.#reading;
    const keywords = findKeywords(this.#reading, object);
    if (!isTagged(keywords) || !tape.isString(keywords.value + 1)) return false;
    const language = tape.stringOrNone(keywords.language + 1) ?? "";
    const value = `{ "${language}": ${tape.raw(keywords.value + 1)} }`;
    this.#issues.add("langTagValueInLangMap", object, { value });
    return true;
  }

  readEntry(entry: number): void {
    const { tape } = this.#reading;
    if (tape.isString(entry)) {
      this.#take("langStringElementCodeNotUnique", "en", entry, entry);
    } else if (tape.isObject(entry)) {
      this.#readTagged(entry);
    } else {
      const observed = this.#reading.describe(entry);
      this.#issues.add("langStringElementNotStringOrObject", entry, { observed });
    }
  }

  #readTagged(object: number): void {
    const { tape } = this.#reading;
    const { language, value } = findKeywords(this.#reading, object);
    let code = "en";
    if (language === undefined) {
      this.#issues.advise("untaggedText", object);
    } else {
      code = tape.stringOrNone(language + 1) ?? "";
      if (code === "") {
        const observed = this.#reading.describe(language + 1);
        this.#issues.add("langStringElementCodeNotString", language, { observed });
        return;
      }
      if (!languageCode.test(code)) {
        this.#issues.add("langStringElementInvalidCode", language, { value: code });
      }
    }
    if (value === undefined) {
      this.#issues.add("langStringElementNoValue", object, {});
    } else if (!tape.isString(value + 1)) {
      const observed = this.#reading.describe(value + 1);
      this.#issues.add("langStringElementValueNotString", value, { observed });
      return;
    }
    this.#refuseOthers(object);
    if (value !== undefined && languageCode.test(code)) {
      this.#take("langStringElementCodeNotUnique", code, value + 1, object);
    }
  }

  #refuseOthers(object: number): void {
    const isStrict = this.#draft.scope.version > 2;
    const always = ["@context", "@id", "@graph"];
    for (const [keyword, name] of eachKeyword(this.#reading, object)) {
      if (keyword === "@value" || keyword === "@language") continue;
      const isNamed = always.includes(keyword) || (isStrict && keyword === "@type");
      const suffix = `${keyword.charAt(1).toUpperCase()}${keyword.slice(2)}`;
      if (isNamed) this.#issues.add(`langStringElement${suffix}`, name, { observed: keyword });
      else if (isStrict) this.#issues.add("langStringElementKeyword", name, { value: keyword });
      else this.#issues.advise("toleratedKeyword", name, keyword);
    }
    for (const name of this.#reading.namesOf(object)) {
      const value = this.#reading.tape.string(name);
      if (!value.startsWith("@")) this.#issues.add("langStringElementInvalidProp", name, { value });
    }
  }

  /** Takes the text at `node` for a language; `whole` is what is shown when the language is taken already. */
  #take(repeated: string, code: string, node: number, whole: number): void {
    const text = this.#reading.tape.string(node);
    if (text.length > this.#maxLength) {
      const observed = text.length;
      const expected = this.#maxLength;
      this.#issues.add("langStringValueTooLong", node, { value: text, observed, expected });
    }
    if (this.#places === undefined) {
      this.#places = {};
    } else if (this.#places[code] !== undefined) {
      const related = this.#reading.place(this.#places[code]);
      this.#issues.add(repeated, whole, { value: code, related });
      return;
    }
    this.#places[code] = whole;
    this.texts[code] = text;
  }
}

/** Whether an object is text with a language, and nothing else. */
function isTagged(keywords: Keywords): keywords is Keywords & { value: number; language: number } {
  const { value, language, properties, context, id, type, graph, others } = keywords;
  const extra = [context, id, type, graph, others].some((each) => each !== undefined);
  return value !== undefined && language !== undefined && properties === 0 && !extra;
}
