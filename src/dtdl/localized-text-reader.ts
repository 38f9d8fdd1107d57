import type { Trail } from "./issue-list.js";
import { type JsonMember, type JsonNode, nameOfNode, valuesOf } from "./json-node.js";
import { inVersion } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import type { LocalizedText } from "./model.js";
import { type Reading, report, splitMembers } from "./reading.js";
import type { Scope } from "./scope.js";

const languageCode = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;
const languageHelp = "use a code such as `en`, `pt-BR` or `zh-Hans`";

/** Reads text by language: a string, a language map, or a list of strings and objects with `@value` and `@language`. */
export function readLocalizedText(
  reading: Reading,
  scope: Scope,
  rule: PropertyRule,
  member: JsonMember,
  trail: Trail,
): LocalizedText {
  const reader = new LocalizedTextReader(reading, scope, rule, trail);
  if (member.value.kind === "object") reader.readMap(member.value);
  else for (const entry of valuesOf(member.value)) reader.readEntry(entry);
  return Object.freeze(Object.fromEntries(reader.texts));
}

class LocalizedTextReader {
  readonly texts = new Map<string, string>();
  readonly #reading: Reading;
  readonly #scope: Scope;
  readonly #rule: PropertyRule;
  readonly #trail: Trail;

  constructor(reading: Reading, scope: Scope, rule: PropertyRule, trail: Trail) {
    this.#reading = reading;
    this.#scope = scope;
    this.#rule = rule;
    this.#trail = trail;
  }

  readMap(node: JsonNode & { kind: "object" }): void {
    const { keywords, properties } = splitMembers(this.#reading, node.members);
    const value = keywords.get("@value");
    if (properties.length === 0 && value?.value.kind === "string" && keywords.has("@language")) {
      const message = "text with `@language` stands outside a list";
      this.#fail("langTagValueInLangMap", message, node, 'write `{ "en": "text" }`');
      return;
    }
    for (const [keyword, member] of keywords) {
      const message = `a language map has no \`${keyword}\``;
      this.#fail("langMapObjKeyword", message, member, "use language codes as names");
    }
    for (const { name, start, end, value } of properties) {
      if (!languageCode.test(name)) {
        this.#fail(
          "langStringInvalidCode",
          `\`${name}\` is not a language code`,
          { start, end },
          languageHelp,
        );
      } else if (value.kind !== "string") {
        const message = `the text for \`${name}\` must be a string, not ${nameOfNode(value)}`;
        this.#fail("langStringValueNotString", message, value);
      } else {
        this.#take("langStringCodeNotUnique", name, value.value, value);
      }
    }
  }

  readEntry(entry: JsonNode): void {
    if (entry.kind === "string") {
      this.#take("langStringElementCodeNotUnique", "en", entry.value, entry);
    } else if (entry.kind === "object") {
      this.#readTagged(entry);
    } else {
      const message = `\`${this.#rule.name}\` must be text, not ${nameOfNode(entry)}`;
      this.#fail("langStringElementNotStringOrObject", message, entry);
    }
  }

  #readTagged(node: JsonNode & { kind: "object" }): void {
    const { keywords, properties } = splitMembers(this.#reading, node.members);
    const language = keywords.get("@language")?.value;
    if (language !== undefined && (language.kind !== "string" || language.value === "")) {
      this.#fail(
        "langStringElementCodeNotString",
        "`@language` must be a language code",
        language,
        languageHelp,
      );
      return;
    }
    const code = language?.value ?? "en";
    if (language !== undefined && !languageCode.test(code)) {
      this.#fail(
        "langStringElementInvalidCode",
        `\`${code}\` is not a language code`,
        language,
        languageHelp,
      );
    }
    this.#refuseOthers(keywords, properties);
    const value = keywords.get("@value")?.value;
    if (value === undefined) {
      this.#fail("langStringElementNoValue", "the object has no `@value`", node);
    } else if (value.kind !== "string") {
      this.#fail(
        "langStringElementValueNotString",
        `\`@value\` must be text, not ${nameOfNode(value)}`,
        value,
      );
    } else {
      this.#take("langStringElementCodeNotUnique", code, value.value, node);
    }
  }

  #refuseOthers(
    keywords: ReadonlyMap<string, JsonMember>,
    properties: readonly JsonMember[],
  ): void {
    for (const [keyword, member] of keywords) {
      if (keyword === "@value" || keyword === "@language") continue;
      const always = keyword === "@context" || keyword === "@id" || keyword === "@graph";
      // DTDL v2 tolerates what JSON-LD allows here.
      if (!always && this.#scope.version === 2) continue;
      const suffix =
        always || keyword === "@type"
          ? `${keyword[1]?.toUpperCase()}${keyword.slice(2)}`
          : "Keyword";
      this.#fail(`langStringElement${suffix}`, `text in a language has no \`${keyword}\``, member);
    }
    for (const member of properties) {
      this.#fail(
        "langStringElementInvalidProp",
        `text in a language has no \`${member.name}\``,
        member,
      );
    }
  }

  #take(repeated: string, code: string, text: string, node: JsonNode): void {
    const longest = this.#rule.maxLength && inVersion(this.#rule.maxLength, this.#scope.version);
    if (this.texts.has(code)) {
      this.#fail(repeated, `the language \`${code}\` has two texts`, node, "keep one");
    } else if (longest !== undefined && text.length > longest) {
      const message = `\`${this.#rule.name}\` has ${text.length} characters; ${longest} are allowed`;
      this.#fail("langStringValueTooLong", message, node, "shorten it");
    }
    this.texts.set(code, text);
  }

  #fail(code: string, message: string, at: { start: number; end: number }, help?: string): void {
    report(this.#reading, code, message, at, { help, trail: this.#trail });
  }
}
