import { trailOf } from "./draft.js";
import type { IssueList } from "./issue-list.js";
import { isKindOf } from "./metamodel/class-tree.js";
import { termOf } from "./metamodel/vocabulary.js";
import type { Drafts } from "./reference-rules.js";

/** Checks that units and schemas suit the semantic types of their elements. */
export function checkSupplementalTypes(drafts: Drafts, issues: IssueList): void {
  for (const draft of drafts.values()) {
    const { unit } = draft;
    const wanted = unit?.type.unit?.unitType;
    if (
      unit !== undefined &&
      wanted !== undefined &&
      !unitSuits(unit.unit, wanted, unit.type.unit?.property)
    ) {
      const message = `\`${unit.unit.term}\` is no unit of ${unit.type.term} but of ${unit.unit.unitType}`;
      const help = `use a unit of ${wanted}`;
      // Units are elements of a unit type in v2, and children of an Enum in the extension.
      const inCore = unit.type.unit?.property.startsWith("dtmi:dtdl:property:");
      const code = inCore ? "notRequiredType" : "wrongParent";
      issues.add(code, message, unit.place, { trail: trailOf(draft, "unit"), help });
    }
    const [link] = draft.links.get("schema") ?? [];
    const schema = link === undefined ? undefined : drafts.get(link.dtmi);
    if (link === undefined || schema === undefined) continue;
    for (const type of draft.types) {
      const { classes, elements } = type.schema ?? {};
      const trail = trailOf(draft, "schema");
      if (classes?.some((name) => isKindOf(schema.className, name)) === false) {
        const help = classes.includes("NumericSchema")
          ? "use a number such as `double`"
          : `use ${classes.join(" or ")}`;
        const message = `a ${type.term} cannot have a schema of class ${schema.className}`;
        issues.add("notRequiredType", message, link.place, { trail, help });
      }
      if (elements?.includes(schema.id) === false) {
        const help = `use ${elements.map(termOf).join(" or ")}`;
        issues.add("notRequiredValue", `a ${type.term} cannot have this schema`, link.place, {
          trail,
          help,
        });
      }
    }
  }
}

/** The unit type is right, and the unit comes from the context that the semantic type comes from. */
function unitSuits(
  unit: { readonly dtmi: string; readonly unitType: string },
  wanted: string,
  property: string | undefined,
): boolean {
  const home = property?.startsWith("dtmi:dtdl:property:")
    ? "dtmi:standard:unit:"
    : (property?.replace(/property:unit$/, "unit:") ?? "");
  return unit.unitType === wanted && unit.dtmi.startsWith(home);
}
