import { Draft } from "./draft.js";
import { readElement } from "./element-reader.js";
import { checkInterfaceId, isDuplicate, readId } from "./identifier-reader.js";
import type { IssueList } from "./issue-list.js";
import { checkJsonLd } from "./json-ld-rules.js";
import { findKeywords } from "./keywords.js";
import { classOf } from "./metamodel/class-tree.js";
import type { Reading } from "./reading.js";
import { readScope, type Scope } from "./scope.js";
import { readTypes } from "./type-reader.js";

/** Reads a whole text: an Interface, or a list of them. */
export function readDocument(reading: Reading): void {
  const { tape, issues } = reading;
  checkJsonLd(reading);
  for (const node of tape.values(0)) {
    if (!tape.isObject(node)) {
      issues.fatal("notJsonObject", { at: reading.place(node), observed: reading.describe(node) });
    }
    readTopLevel(reading, node);
  }
}

function readTopLevel(reading: Reading, object: number): void {
  const { tape } = reading;
  const issues: IssueList = reading.issues;
  const keywords = findKeywords(reading, object);
  const scope = readScope(reading, object, keywords.context, undefined);
  const { graph, id: idName, type, value, language, others } = keywords;
  if (graph !== undefined) issues.fatal("topLevelGraphDisallowed", { at: reading.place(graph) });
  if (idName === undefined) issues.fatal("missingTopLevelId", { at: reading.place(object) });
  if (type === undefined || !isInterface(reading, scope, type)) {
    issues.fatal("typeNotRootable", {
      value: tape.stringOrNone(idName + 1),
      type: "'Interface'",
      at: reading.place(object),
    });
  }
  for (const name of [value, language, ...(others ?? [])]) {
    if (name === undefined) continue;
    const problem = { value: tape.string(name), at: reading.place(name) };
    if (scope.version > 2) issues.fatal("topLevelKeywordDisallowed", problem);
    else issues.advise("toleratedKeyword", problem);
  }
  const id = readId(reading, scope, idName);
  if (isDuplicate(reading, id, idName)) return;
  const types = readTypes(reading, scope, type, { written: id, expected: "Interface", object });
  if (types === undefined) return;
  checkInterfaceId(reading, scope, id, idName);
  const { className, types: supplemental, undefinedTypes } = types;
  const described = classOf(className, scope.version);
  const draft = new Draft(
    id,
    undefined,
    described,
    scope,
    supplemental,
    undefinedTypes,
    undefined,
    undefined,
    reading,
    object,
  );
  readElement(reading, draft, keywords);
}

function isInterface({ tape }: Reading, scope: Scope, type: number): boolean {
  const dtmi = `dtmi:dtdl:class:Interface;${scope.version}`;
  return tape
    .entries(type + 1)
    .map((entry) => tape.stringOrNone(entry))
    .some((word) => word === "Interface" || word === dtmi);
}
