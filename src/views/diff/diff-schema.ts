import type {
  EnumSchema,
  EnumValue,
  Field,
  MapSchema,
  ObjectSchema,
  Schema,
} from "../../dtdl/model.js";
import { schemaText } from "../schema-text.js";
import { below, changeOf, type ModelChange } from "./change.js";
import { diffAnnotations } from "./diff-annotations.js";
import { matchByName } from "./match.js";
import type { Flow } from "./rules.js";
import { type Relation, relationOf } from "./value-sets.js";

/**
 * What differs between two schemas whose values go one way, outer differences first. Two schemas that meet in several
 * places of one content are compared in the first of them, so that schemas that share parts, or contain themselves, come to
 * an end.
 */
export function diffSchema(
  before: Schema,
  after: Schema,
  path: string,
  flow: Flow,
): readonly ModelChange[] {
  return new SchemaDiff(flow, isRenamedField).run(before, after, path) ?? [];
}

/**
 * Whether two schemas differ in texts and labels at most. False for large ones too: this serves guesses, which are made in
 * many places and must not cost much.
 */
export function isSameSchema(before: Schema, after: Schema): boolean {
  const differences = new SchemaDiff("fromDevice", () => false).run(before, after, "", 100);
  return differences?.every(isOfNoWeight) ?? false;
}

/** Whether a change matters neither to devices nor to services, nor to what a content is. */
export function isOfNoWeight({ rule }: ModelChange): boolean {
  return rule === "text" || rule === "label";
}

function isRenamedField(was: Field, is: Field): boolean {
  return (
    diffAnnotations(was, is, "", "fromDevice").every(isOfNoWeight) &&
    isSameSchema(was.schema, is.schema)
  );
}

const ruleOf = {
  widened: "schemaWidened",
  narrowed: "schemaNarrowed",
  replaced: "schemaReplaced",
} as const satisfies Readonly<Record<Exclude<Relation, "same">, string>>;

/** Two schemas that are still to be compared. */
type Task = readonly [before: Schema, after: Schema, path: string];

/** Keeps a list of what to compare instead of calling itself: a circle of schemas may be as long as a text allows. */
class SchemaDiff {
  readonly #found: ModelChange[] = [];
  readonly #tasks: Task[] = [];
  readonly #flow: Flow;
  readonly #isRenamed: (was: Field, is: Field) => boolean;
  readonly #compared = new Map<Schema, Set<Schema>>();

  constructor(flow: Flow, isRenamed: (was: Field, is: Field) => boolean) {
    this.#flow = flow;
    this.#isRenamed = isRenamed;
  }

  /** Undefined when there are more schemas to compare than allowed. */
  run(
    before: Schema,
    after: Schema,
    path: string,
    atMost: number = Number.POSITIVE_INFINITY,
  ): readonly ModelChange[] | undefined {
    this.#tasks.push([before, after, path]);
    // The loop also visits the tasks that it adds.
    let count = 0;
    for (const task of this.#tasks) {
      if (++count > atMost) return undefined;
      this.#compare(...task);
    }
    return this.#found;
  }

  #compare(before: Schema, after: Schema, path: string): void {
    if (isMadeOfParts(before) && this.#isCompared(before, after)) return;
    if (before.kind === "Array" && after.kind === "Array") {
      this.#annotations(before, after, path);
      this.#tasks.push([before.elementSchema, after.elementSchema, `${path}[]`]);
    } else if (before.kind === "Map" && after.kind === "Map") {
      this.#annotations(before, after, path);
      this.#maps(before, after, path);
    } else if (before.kind === "Object" && after.kind === "Object") {
      this.#annotations(before, after, path);
      this.#objects(before, after, path);
    } else if (isLikeEnum(before, after)) {
      this.#annotations(before, after, path);
      this.#enums(before as EnumSchema, after as EnumSchema, path);
    } else if (before.kind !== after.kind || before.kind === "Enum") {
      this.#replaced(before, after, path);
    }
  }

  #isCompared(before: Schema, after: Schema): boolean {
    const others = this.#compared.get(before) ?? new Set();
    if (others.has(after)) return true;
    this.#compared.set(before, others.add(after));
    return false;
  }

  #annotations(before: Parameters<typeof diffAnnotations>[0], after: typeof before, path: string) {
    this.#found.push(...diffAnnotations(before, after, path, this.#flow));
  }

  #replaced(before: Schema, after: Schema, path: string): void {
    const relation = relationOf(before, after);
    const rule = relation === "same" ? "label" : ruleOf[relation];
    const [was, is] = [schemaText(before), schemaText(after)];
    this.#found.push(changeOf(rule, path, "schema", was, is, this.#flow));
  }

  #maps(before: MapSchema, after: MapSchema, path: string): void {
    for (const part of ["mapKey", "mapValue"] as const) {
      const [was, is] = [before[part].name, after[part].name];
      if (was !== is) this.#found.push(changeOf("label", path, part, was, is));
    }
    this.#annotations(before.mapKey, after.mapKey, path);
    this.#annotations(before.mapValue, after.mapValue, below(path, "*"));
    this.#tasks.push([before.mapValue.schema, after.mapValue.schema, below(path, "*")]);
  }

  #objects(before: ObjectSchema, after: ObjectSchema, path: string): void {
    const fields = matchByName(before.fields, after.fields, likenessOf, this.#isRenamed);
    for (const field of fields.removed) this.#fieldChange("fieldRemoved", path, field, undefined);
    for (const [was, is] of fields.renamed) this.#fieldChange("fieldRenamed", path, was, is);
    for (const [was, is] of fields.kept) {
      const fieldPath = below(path, was.name);
      this.#annotations(was, is, fieldPath);
      this.#tasks.push([was.schema, is.schema, fieldPath]);
    }
    for (const field of fields.added) this.#fieldAdded(path, field);
  }

  #fieldChange(
    rule: "fieldRemoved" | "fieldRenamed",
    path: string,
    was: Field,
    is: Field | undefined,
  ): void {
    const [before, after] = is === undefined ? [schemaText(was.schema)] : [was.name, is.name];
    const what = is === undefined ? "fields" : "name";
    this.#found.push(changeOf(rule, below(path, was.name), what, before, after, this.#flow));
  }

  /** A new field that must be there is one that devices or services of the old model leave out. */
  #fieldAdded(path: string, field: Field): void {
    const isRequired = field.supplementalTypes.some((type) => /:Required(;|$)/.test(type));
    const rule = isRequired ? "becameRequired" : "fieldAdded";
    const text = schemaText(field.schema);
    this.#found.push(
      changeOf(rule, below(path, field.name), "fields", undefined, text, this.#flow),
    );
  }

  /** Values with one name are one value that changed; others are told apart by the value itself. */
  #enums(before: EnumSchema, after: EnumSchema, path: string): void {
    const newByValue = new Map(after.enumValues.map((each) => [each.enumValue, each]));
    const newByName = new Map(after.enumValues.map((each) => [each.name, each]));
    const oldValues = new Set(before.enumValues.map(({ enumValue }) => enumValue));
    const changed = new Set<EnumValue>();
    for (const was of before.enumValues) {
      const is = newByValue.get(was.enumValue);
      const namesake = newByName.get(was.name);
      if (is !== undefined) {
        if (is.name !== was.name) this.#value("label", path, was.name, is.name);
        this.#annotations(was, is, path);
      } else if (namesake !== undefined && !oldValues.has(namesake.enumValue)) {
        changed.add(namesake);
        this.#value("enumValueChanged", path, was.enumValue, namesake.enumValue);
      } else this.#value("enumValueRemoved", path, was.enumValue, undefined);
    }
    for (const is of after.enumValues) {
      if (oldValues.has(is.enumValue) || changed.has(is)) continue;
      this.#value("enumValueAdded", path, undefined, is.enumValue);
    }
  }

  #value(
    rule: "label" | "enumValueAdded" | "enumValueChanged" | "enumValueRemoved",
    path: string,
    was: string | number | undefined,
    is: string | number | undefined,
  ): void {
    const what = rule === "label" ? "name" : "enumValue";
    this.#found.push(changeOf(rule, path, what, was, is, this.#flow));
  }
}

/** Primitives are the same element wherever they are used. */
function isMadeOfParts({ kind }: Schema): boolean {
  return kind === "Array" || kind === "Map" || kind === "Object";
}

function isLikeEnum(before: Schema, after: Schema): boolean {
  return (
    before.kind === "Enum" &&
    after.kind === "Enum" &&
    before.valueSchema.kind === after.valueSchema.kind
  );
}

function likenessOf(field: Field): string {
  return JSON.stringify([schemaText(field.schema), field.unit, field.semanticType]);
}
