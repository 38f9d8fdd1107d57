import type { Interface, Model } from "../../dtdl/model.js";
import { versionless } from "../../views/diff/interface-links.js";
import type { LoadedInputs } from "./load-inputs.js";

/** What users of the generated code should know about the models, in sentences. */
export async function modelWarnings({ model, clash }: LoadedInputs): Promise<readonly string[]> {
  const apart = `several Interfaces define ${clash}; each was read by itself, with what it refers to`;
  return [
    ...(clash === undefined ? [] : [apart]),
    ...unknownNames(model),
    ...(await incompatibleVersions(model)),
  ];
}

const mostNames = 5;
const mostVersions = 5;

/** Types and properties that no context defines have no form in code. */
function unknownNames(model: Model): readonly string[] {
  const names = new Set<string>();
  for (const { undefinedTypes, undefinedProperties } of model.elements.values()) {
    for (const name of undefinedTypes) names.add(name);
    for (const name in undefinedProperties) names.add(name);
  }
  if (names.size === 0) return [];
  const sorted = [...names].sort();
  const more = sorted.length > mostNames ? ` and ${sorted.length - mostNames} more` : "";
  return [
    `no context defines ${sorted.slice(0, mostNames).join(", ")}${more}; types leave that out`,
  ];
}

/** Versions of one Interface whose later one breaks code made for the one before it. */
async function incompatibleVersions(model: Model): Promise<readonly string[]> {
  const versions = new Map<string, Interface[]>();
  for (const iface of model.interfaces.values()) {
    const others = versions.get(versionless(iface.id));
    if (others === undefined) versions.set(versionless(iface.id), [iface]);
    else others.push(iface);
  }
  const several = [...versions.values()].filter((each) => each.length > 1);
  if (several.length === 0) return [];
  const { byVersion, diffInterfaces } = await import("../../views/diff/diff-models.js");
  const found = several.flatMap((each) => {
    const sorted = each.sort(byVersion);
    return sorted.slice(1).flatMap((after, at) => {
      const before = sorted[at] as Interface;
      const changes = diffInterfaces([before], [after]).interfaces.flatMap((diff) => diff.changes);
      const count = changes.filter(({ breaks }) => breaks.length > 0).length;
      if (count === 0) return [];
      const noun = count === 1 ? "1 change" : `${count} changes`;
      return [`${after.id} breaks code made for ${before.id} by ${noun}; see \`pnp model diff\``];
    });
  });
  const rest = found.length - mostVersions;
  if (rest <= 0) return found;
  const noun = rest === 1 ? "another version breaks" : `${rest} other versions break`;
  return [...found.slice(0, mostVersions), `${noun} code made for the one before`];
}
