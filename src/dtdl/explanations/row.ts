/** A pair of texts that shows an error and how to write it instead. */
export interface ErrorExample {
  /** What the texts are: whole models, members of an Interface, or one element of its `contents`. */
  readonly of: "model" | "interface" | "content";
  /** The DTDL version they are written in. */
  readonly version: 2 | 3 | 4;
  /** The contexts of extensions that they need. */
  readonly extensions: readonly string[];
  readonly wrong: string;
  readonly right: string;
}

/** What is written down about an error. */
export interface ExplanationRow {
  /** When it is reported. */
  readonly meaning: string;
  /** Why there is the rule. */
  readonly reason: string;
  /** The section of the DTDL specification that decides. */
  readonly section: string;
  /** The fields of the record, `name` or `name: what it holds`. */
  readonly fields?: readonly string[];
  /** Whether reading ends with it; other errors are collected. */
  readonly fatal?: boolean;
  readonly example?: ErrorExample;
}

/** An example of one element of `contents`, in DTDL 4 unless said otherwise. */
export function content(
  wrong: string,
  right: string,
  version: 2 | 3 | 4 = 4,
  extensions: readonly string[] = [],
): ErrorExample {
  return { of: "content", version, extensions, wrong, right };
}

/** An example of the members of an Interface. */
export function members(
  wrong: string,
  right: string,
  version: 2 | 3 | 4 = 4,
  extensions: readonly string[] = [],
): ErrorExample {
  return { of: "interface", version, extensions, wrong, right };
}

/** An example of whole models. */
export function model(wrong: string, right: string, version: 2 | 3 | 4 = 4): ErrorExample {
  return { of: "model", version, extensions: [], wrong, right };
}

/** An example of the value of `@context`. */
export function context(wrong: string, right: string): ErrorExample {
  return model(withContext(wrong), withContext(right));
}

function withContext(text: string): string {
  return `{ "@context": ${text}, "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`;
}

/** Sections of the DTDL specification, by the headings of version 4; earlier versions have nearly the same. */
export const sections = {
  json: "Conformance with JSON and JSON-LD",
  context: "Context",
  limits: "Limit extensions (in the list of language extensions)",
  identifier: "Digital Twin Model Identifier",
  generated: "Automatic Identifier Assignment",
  iri: "Internationalized Resource Identifier",
  localization: "Display string localization",
  interface: "Interface",
  property: "Property",
  command: "Command",
  component: "Component",
  relationship: "Relationship",
  schemas: "Interface schemas",
  complex: "Complex schema",
  enum: "Enum",
  extensions: "Language extensions",
} as const;
