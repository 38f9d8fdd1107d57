/** An Interface of a test, which extends others. */
export function modelText(id: string, bases: readonly string[] = []): string {
  return JSON.stringify(
    {
      "@context": "dtmi:dtdl:context;2",
      "@id": id,
      "@type": "Interface",
      displayName: `Model ${id}`,
      ...(bases.length > 0 && { extends: bases }),
    },
    undefined,
    2,
  );
}

/** An Interface whose Component has another one as schema. */
export function ownerText(id: string, part: string | object): string {
  return JSON.stringify({
    "@context": "dtmi:dtdl:context;2",
    "@id": id,
    "@type": "Interface",
    contents: [{ "@type": "Component", name: "part", schema: part }],
  });
}

export function pathOf(dtmi: string): string {
  return `/${dtmi.toLowerCase().replaceAll(":", "/").replace(";", "-")}.json`;
}

export function expandedPathOf(dtmi: string): string {
  return pathOf(dtmi).replace(".json", ".expanded.json");
}

/** The files of a repository with these models, by path. */
export function filesOf(models: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(models).map(([id, text]) => [pathOf(id), text]));
}

export const offersExpanded: string = JSON.stringify({ features: { expanded: true, index: true } });
