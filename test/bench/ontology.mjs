// A made-up ontology of the shape of RealEstateCore: trees of Interfaces four bases deep, few contents each, most of them
// a Property that is a Map. Every tree looks like the others, so a larger ontology is more of the same.
const context = "dtmi:dtdl:context;2";
/** Four levels of four: 1 + 4 + 16 + 64 + 256. */
const treeSize = 341;
const firstLeaf = 85;

/** DTDL of that many Interfaces, as one indented JSON array. RealEstateCore has 1,364. */
export function ontologyText(count = 1364) {
  const interfaces = Array.from({ length: count }, (_, index) => interfaceAt(index));
  return JSON.stringify(interfaces, null, 2);
}

function idOf(tree, place) {
  return `dtmi:org:example:schema:Building:Tree${tree}:Equipment_Kind_${place};1`;
}

function interfaceAt(index) {
  const tree = Math.floor(index / treeSize);
  const place = index % treeSize;
  const contents = contentsAt(tree, place);
  return {
    "@id": idOf(tree, place),
    "@type": "Interface",
    ...(contents.length > 0 && { contents }),
    ...(place % 3 !== 0 && {
      description: { en: `A kind of equipment that measures or moves energy, number ${place}.` },
    }),
    displayName: { en: `Equipment Kind ${place}` },
    ...(place > 0 && { extends: basesAt(tree, place) }),
    "@context": [context],
  };
}

/** One base, or two of the same tree for one Interface in nine. */
function basesAt(tree, place) {
  const base = Math.floor((place - 1) / 4);
  const first = idOf(tree, base);
  return base > 0 && place % 9 === 0 ? [first, idOf(tree, base - 1)] : first;
}

/** Two of five Interfaces have no content of their own, a few have several. Names are unlike those of the bases. */
function contentsAt(tree, place) {
  const label = (text) => ({ displayName: { en: text }, name: `${text}${place}` });
  if (place % 5 < 2) return place % 40 === 1 ? many(label) : [];
  if (place % 13 === 0) return [relationship(tree, place, label)];
  if (place % 17 === 0 && place >= firstLeaf) return [component(tree, label)];
  if (place % 11 === 0) return [measurement(label)];
  return [tags(label)];
}

function tags(label) {
  return {
    "@type": "Property",
    description: { en: "Tags associated with this interface." },
    ...label("tags"),
    schema: {
      "@type": "Map",
      mapKey: { name: "tagName", schema: "string" },
      mapValue: { name: "tagValue", schema: "boolean" },
    },
    writable: true,
  };
}

function measurement(label) {
  return {
    "@type": ["Property", "Temperature"],
    ...label("temperature"),
    schema: "double",
    unit: "degreeCelsius",
    writable: true,
  };
}

function relationship(tree, place, label) {
  const properties = [{ "@type": "Property", ...label("since"), schema: "dateTime" }];
  return {
    "@type": "Relationship",
    ...label("feeds"),
    target: idOf(tree, (place * 7) % treeSize),
    ...(place % 2 === 0 && { properties }),
    writable: true,
  };
}

/** The Interface at the root of a tree has no Component, so it may be one. */
function component(tree, label) {
  return { "@type": "Component", ...label("part"), schema: idOf(tree, 0) };
}

function many(label) {
  const enumValues = ["off", "heating", "cooling"].map((name, enumValue) => ({
    name,
    displayName: { en: name },
    enumValue,
  }));
  const fields = ["low", "high"].map((name) => ({ name, schema: "float" }));
  return [
    tags(label),
    measurement(label),
    {
      "@type": "Property",
      ...label("mode"),
      schema: { "@type": "Enum", valueSchema: "integer", enumValues },
    },
    { "@type": "Property", ...label("limits"), schema: { "@type": "Object", fields } },
    { "@type": "Property", ...label("serialNumber"), schema: "string" },
  ];
}
