import { isUserDtmi } from "./dtmi.js";
import type { Trail } from "./issue-list.js";
import { type JsonMember, nameOfNode, valuesOf } from "./json-node.js";
import { concreteClasses, isClass } from "./metamodel/class-tree.js";
import type { SupplementalType } from "./metamodel/supplemental-types.js";
import { definitionOf } from "./metamodel/vocabulary.js";
import { didYouMean } from "./near-name.js";
import { placeOf, type Reading, report } from "./reading.js";
import { lookUp, type Scope, termsInScope } from "./scope.js";

/** What `@type` of an element says. */
export interface TypesRead {
  readonly className: string;
  readonly types: SupplementalType[];
  readonly undefinedTypes: string[];
}

/** Reads `@type` where an element of the class `expected` belongs; undefined when the element has to be skipped. */
export function readTypes(
  reading: Reading,
  scope: Scope,
  member: JsonMember,
  expected: string,
  trail: Trail,
): TypesRead | undefined {
  const accepted = concreteClasses(expected, scope.version, !reading.builtIn);
  const classes = new Set<string>();
  const types: SupplementalType[] = [];
  const undefinedTypes: string[] = [];
  let failed = false;
  const fail = (
    code: string,
    message: string,
    at: { start: number; end: number },
    help?: string,
  ) => {
    failed = true;
    report(reading, code, message, at, { help, trail });
  };
  for (const entry of valuesOf(member.value)) {
    if (entry.kind !== "string") {
      fail("badType", `${nameOfNode(entry)} is not a type`, entry, "give the name of a type");
      continue;
    }
    const word = entry.value;
    const definition = word.includes(":") ? definitionOf(word) : lookUp(scope, word);
    if (definition?.kind === "class" || isClass(word, 4)) {
      const name = definition?.kind === "class" ? definition.name : word;
      const ofVersion = !word.includes(":") || word.endsWith(`;${scope.version}`);
      if (ofVersion && accepted.includes(name)) classes.add(name);
      else fail("badType", `\`${word}\` does not belong here`, entry, oneOf(accepted));
    } else if (word.startsWith("dtmi:") && !isUserDtmi(word, scope.version)) {
      fail("typeInvalidDtmi", `the type \`${word}\` is not a valid DTMI`, entry);
    } else if (definition?.kind === "type") {
      if (definition.type.abstract) {
        fail(
          "abstractSupplementalType",
          `the type \`${word}\` is abstract`,
          entry,
          "use one of its subtypes",
        );
      } else if (!types.includes(definition.type)) types.push(definition.type);
    } else if (definition?.kind === "unitType") {
      fail("badType", `\`${word}\` is a type of units only`, entry, oneOf(accepted));
    } else if (definition !== undefined || word.startsWith("dtmi:")) {
      if (!scope.complete) undefinedTypes.push(word);
      else fail("typeIrrelevantDtmiOrTerm", `\`${word}\` is not a type`, entry, oneOf(accepted));
    } else if (scope.version === 2 || (!scope.complete && !word.includes(":"))) {
      undefinedTypes.push(word);
    } else if (word.includes(":")) {
      fail("typeNotDtmiNorTerm", `the type \`${word}\` is not a DTMI`, entry, "remove it");
    } else {
      const message = `no context in force defines the type \`${word}\``;
      fail("typeUndefinedTerm", message, entry, nearType(scope, word, accepted));
    }
  }
  if (failed) return undefined;
  const [className] = classes;
  if (className === undefined) {
    const near = undefinedTypes
      .map((word) => didYouMean(word, accepted))
      .find((help) => help !== undefined);
    fail("badType", "`@type` names no class of DTDL", member.value, near ?? oneOf(accepted));
    return undefined;
  }
  if (classes.size > 1) {
    fail(
      "multipleMaterialTypes",
      `\`@type\` names several classes: ${[...classes].join(" and ")}`,
      member.value,
      "keep one",
    );
    return undefined;
  }
  checkTogether(reading, scope, member, className, types, trail);
  return { className, types, undefinedTypes };
}

/** Whether the supplemental types suit the class and each other. */
function checkTogether(
  reading: Reading,
  scope: Scope,
  member: JsonMember,
  className: string,
  types: readonly SupplementalType[],
  trail: Trail,
): void {
  const at = placeOf(reading, member.value);
  let bringsUnit: SupplementalType | undefined;
  for (const type of types) {
    if (!type.classes.includes(className)) {
      const message = `the type \`${type.term}\` does not go with ${className}`;
      reading.issues.add("invalidCotype", message, at, {
        help: `it goes with ${type.classes.join(", ")}`,
        trail,
      });
    } else if (!type.versions.includes(scope.version)) {
      const message = `the type \`${type.term}\` is for DTDL ${type.versions.join(", ")}, not ${scope.version}`;
      reading.issues.add("invalidCotypeVersion", message, at, { help: "remove it", trail });
    }
    if (type.unit === undefined) continue;
    if (bringsUnit !== undefined) {
      const message = `the types \`${bringsUnit.term}\` and \`${type.term}\` both bring \`unit\``;
      reading.issues.add("conflictingSupplementalTypes", message, at, {
        help: "keep one of them",
        trail,
      });
    }
    bringsUnit = type;
  }
}

function oneOf(names: readonly string[]): string {
  return `use ${names.join(", ").replace(/, ([^,]*)$/, " or $1")}`;
}

function nearType(scope: Scope, word: string, accepted: readonly string[]): string | undefined {
  const names = termsInScope(scope).flatMap(([term, { kind }]) => (kind === "type" ? [term] : []));
  const near = didYouMean(word, [...accepted, ...names]);
  if (near !== undefined || scope.version === 2) return near;
  const release = scope.version === 3 ? 1 : 2;
  const extension = `dtmi:dtdl:extension:quantitativeTypes;${release}`;
  const quantity = definitionOf(`dtmi:dtdl:extension:quantitativeTypes:v${release}:class:${word}`);
  return quantity === undefined ? undefined : `add the context \`${extension}\``;
}
