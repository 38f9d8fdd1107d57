import { isDuplicate } from "./duplicates.js";
import { readMembers } from "./element-reader.js";
import { checkInterfaceId, readId } from "./identifier-reader.js";
import { type JsonNode, type JsonObject, nameOfNode, valuesOf } from "./json-node.js";
import { newDraft } from "./new-draft.js";
import { knownKeywords, placeOf, type Reading, splitMembers, textOf } from "./reading.js";
import { readScope } from "./scope.js";
import { readTypes } from "./type-reader.js";

/** Reads a whole document: an Interface, or a list of them. */
export function readDocument(reading: Reading, root: JsonNode): void {
  for (const node of valuesOf(root)) {
    if (node.kind !== "object") {
      const message = `the top level holds ${nameOfNode(node)}`;
      const help = "give an Interface, or an array of Interfaces";
      reading.issues.fatal("notJsonObject", message, placeOf(reading, node), { help });
    }
    readTopLevel(reading, node);
  }
}

function readTopLevel(reading: Reading, node: JsonObject): void {
  const members = splitMembers(reading, node.members);
  const { keywords } = members;
  const scope = readScope(reading, node, keywords.get("@context"), undefined);
  const opening = placeOf(reading, { start: node.start, end: node.start + 1 });
  const graph = keywords.get("@graph");
  if (graph !== undefined) {
    const help = "move its content to the top level";
    reading.issues.fatal(
      "topLevelGraphDisallowed",
      "DTDL has no `@graph`",
      placeOf(reading, graph),
      { help },
    );
  }
  const idMember = keywords.get("@id");
  if (idMember === undefined) {
    reading.issues.fatal("missingTopLevelId", "a top-level object has no `@id`", opening, {
      help: "add `@id`",
    });
  }
  const type = keywords.get("@type");
  const words = type === undefined ? [] : valuesOf(type.value).map(textOf);
  const root = reading.builtIn ? "Schema" : "Interface";
  const isRoot = words.some(
    (word) => word === "Interface" || word === `dtmi:dtdl:class:Interface;${scope.version}`,
  );
  if (type === undefined || (!isRoot && !reading.builtIn)) {
    const help = 'add `"@type": "Interface"`';
    const at = type === undefined ? opening : placeOf(reading, type.value);
    reading.issues.fatal("typeNotRootable", "the top-level object is not an Interface", at, {
      help,
    });
  }
  if (scope.version > 2) {
    for (const [keyword, member] of keywords) {
      if (knownKeywords.includes(keyword)) continue;
      const message = `DTDL ${scope.version} has no \`${keyword}\``;
      reading.issues.fatal("topLevelKeywordDisallowed", message, placeOf(reading, member), {
        help: "remove it",
      });
    }
  }
  const id = readId(reading, scope, idMember);
  if (isDuplicate(reading, id, idMember)) return;
  const types = readTypes(reading, scope, type, root, () => [id]);
  if (types === undefined) return;
  if (types.className === "Interface") checkInterfaceId(reading, id, idMember);
  const draft = newDraft(reading, scope, node, id, types);
  reading.drafts.set(id, draft);
  readMembers(reading, scope, draft, node, members);
}
