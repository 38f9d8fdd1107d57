import { PnpError } from "../errors.js";
import { memberName as memberOf } from "../schema/member-name.js";
import { stringLiteral } from "./model-text.js";

const namePattern = /^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/;

const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package " +
    "private protected public return static super switch this throw true try typeof undefined var void while " +
    "with yield"
  ).split(" "),
);

/** The name itself, once it is known to follow the DTDL grammar; no other text becomes an identifier. */
export function checkedName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new PnpError("PNP_DTDL_INVALID", `${stringLiteral(name)} is not a DTDL name.`, {
    hint: "A name begins with a letter, and letters, digits and underscores follow; it does not end in one.",
  });
}

/** Name of a client member. Those that the language acts upon get a `$`, which no DTDL name contains. */
export function memberName(name: string): string {
  return memberOf(checkedName(name));
}

/** Name of a command's parameter. */
export function parameterName(name: string): string {
  return reservedWords.has(checkedName(name)) ? `${name}$` : name;
}

/** Key of an object literal. A plain `__proto__` key would set the prototype. */
export function propertyKey(key: string): string {
  if (namePattern.test(key)) return key;
  return key === "__proto__" ? '["__proto__"]' : stringLiteral(key);
}

/** A label or checked name in PascalCase: `temp_report` is `TempReport`. */
export function pascalCase(name: string): string {
  const text = name.includes("_") ? name.split("_").map(capitalized).join("") : capitalized(name);
  return /^[A-Za-z]/.test(text) ? text : `_${text}`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Type name of the element with this DTMI: its last label, whatever else the model holds. */
export function typeName(dtmi: string): string {
  const path = dtmi.split(/[;#]/, 1)[0] ?? "";
  return pascalCase(path.slice(path.lastIndexOf(":") + 1));
}

/** A type name that a program gave to the element with this DTMI. A capital letter keeps clear of what TypeScript reserves. */
export function givenTypeName(dtmi: string, name: unknown): string {
  if (typeof name === "string" && /^[A-Z][A-Za-z0-9_]*$/.test(name)) return name;
  const shown = typeof name === "string" ? stringLiteral(name) : typeof name;
  throw new PnpError("PNP_USAGE", `${dtmi} cannot be called ${shown}.`, {
    hint: "A name begins with a capital letter, and letters, digits and underscores follow.",
  });
}

/** Names taken in one file. */
export class NameScope {
  readonly #taken = new Set<string>();
  /** The first number that may be free behind a name. */
  readonly #numbers = new Map<string, number>();

  /** Whether the name is taken. */
  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** The name, or the first free one of `name_2`, `name_3` and so on. */
  take(name: string): string {
    if (!this.#taken.has(name)) {
      this.#taken.add(name);
      return name;
    }
    let number = this.#numbers.get(name) ?? 2;
    while (this.#taken.has(`${name}_${number}`)) number += 1;
    this.#numbers.set(name, number + 1);
    this.#taken.add(`${name}_${number}`);
    return `${name}_${number}`;
  }
}
