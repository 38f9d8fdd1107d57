import type { DtdlVersion } from "../model.js";
import type { LimitName } from "./contexts.js";

/** A value for each DTDL version; one value alone holds for all. */
export type ByVersion<T> = readonly [v2: T, v3: T, v4: T];

/** What a property of a class takes. */
export type ValueKind =
  | "string"
  | "integer"
  | "boolean"
  /** Any number (supplemental types only). */
  | "numeric"
  /** ISO 8601 duration (supplemental types only). */
  | "duration"
  /** String or integer (`enumValue`). */
  | "scalar"
  /** Localizable text. */
  | "text"
  /** A DTMI that need not lead anywhere (`target`). */
  | "identifier"
  /** Elements, inline or by reference. */
  | "element";

/** The rules of one property. Columns are DTDL 2, 3 and 4. */
export interface PropertyRule {
  readonly name: string;
  readonly kind: ValueKind;
  readonly plural?: true;
  /** Versions that know the property; all of them when left out. */
  readonly versions?: readonly DtdlVersion[];
  readonly required?: ByVersion<boolean>;
  readonly maxLength?: ByVersion<number>;
  /** What a limit extension of v4 puts in place of `maxLength`. */
  readonly maxLengthIn?: Readonly<Partial<Record<LimitName, number>>>;
  readonly maxCount?: ByVersion<number>;
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: ByVersion<number>;
  /** Class of the values. */
  readonly class?: ByVersion<string>;
  /** DTDL versions of the values. */
  readonly from?: ByVersion<readonly DtdlVersion[]>;
  /** Terms of the only built-in elements allowed. */
  readonly only?: readonly string[];
  /** Discouraged in every version. */
  readonly deprecated?: true;
  /** Inline values need `@id`. */
  readonly idRequired?: true;
  /** Generated identifiers of the values contain their name. */
  readonly named?: true;
  /** What may not repeat among the values. */
  readonly unique?: readonly ("name" | "enumValue")[];
}

/** One class of the metamodel. */
export interface ClassRow {
  readonly parent?: string;
  /** Versions that know the class; all of them when left out. */
  readonly versions?: readonly DtdlVersion[];
  /** Versions in which no element can be of this class itself. */
  readonly abstract?: readonly DtdlVersion[];
  /** Versions in which `@type` may be left out where the class is expected. */
  readonly typeOptional?: readonly DtdlVersion[];
  /** Elements of the class can only be referred to, not written. */
  readonly builtIn?: true;
  readonly properties?: readonly PropertyRule[];
}

const all: readonly DtdlVersion[] = [2, 3, 4];
const unlimited: number = Number.POSITIVE_INFINITY;

function same<T>(value: T): ByVersion<T> {
  return [value, value, value];
}

const required: ByVersion<boolean> = same(true);
/** Values written in the version of the holder or an older one. */
const upToOwn: ByVersion<readonly DtdlVersion[]> = [[2], [2, 3], [2, 3, 4]];
const onlyOwn: ByVersion<readonly DtdlVersion[]> = [[2], [3], [4]];

const namePattern = /^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/;

const schema: PropertyRule = {
  name: "schema",
  kind: "element",
  required,
  class: same("Schema"),
  from: upToOwn,
};

const writable: PropertyRule = { name: "writable", kind: "boolean" };

function payload(name: "request" | "response", later: string): PropertyRule {
  return { name, kind: "element", class: ["CommandPayload", later, later], from: onlyOwn };
}

/** A primitive schema: nothing but its name. */
function primitive(parent: string, versions: readonly DtdlVersion[] = all): ClassRow {
  return { parent, versions, builtIn: true };
}

/** The classes by name, with the properties that each introduces. */
export const classRows: Readonly<Record<string, ClassRow>> = {
  Entity: {
    abstract: all,
    properties: [
      { name: "comment", kind: "string", maxLength: same(512) },
      {
        name: "description",
        kind: "text",
        maxLength: same(512),
        maxLengthIn: { aio_1: 2048, onvif_1: 4096 },
      },
      { name: "displayName", kind: "text", maxLength: [64, 512, 512] },
    ],
  },
  NamedEntity: {
    parent: "Entity",
    abstract: all,
    properties: [
      { name: "name", kind: "string", required, maxLength: [64, 512, 512], pattern: namePattern },
    ],
  },
  Interface: {
    parent: "Entity",
    properties: [
      {
        name: "contents",
        kind: "element",
        plural: true,
        class: same("Content"),
        from: upToOwn,
        maxCount: [300, unlimited, unlimited],
        named: true,
        unique: ["name"],
      },
      {
        name: "extends",
        kind: "element",
        plural: true,
        class: same("Interface"),
        from: upToOwn,
        maxCount: [2, unlimited, unlimited],
        idRequired: true,
      },
      {
        name: "schemas",
        kind: "element",
        plural: true,
        class: same("ComplexSchema"),
        from: onlyOwn,
        idRequired: true,
      },
    ],
  },
  Content: { parent: "NamedEntity", abstract: all },
  Telemetry: { parent: "Content", properties: [schema] },
  Property: { parent: "Content", properties: [schema, writable] },
  Command: {
    parent: "Content",
    properties: [
      {
        name: "commandType",
        kind: "element",
        class: same("CommandType"),
        from: onlyOwn,
        idRequired: true,
        only: ["asynchronous", "synchronous"],
        deprecated: true,
      },
      payload("request", "CommandRequest"),
      payload("response", "CommandResponse"),
    ],
  },
  Component: {
    parent: "Content",
    properties: [{ ...schema, class: same("Interface"), idRequired: true }],
  },
  Relationship: {
    parent: "Content",
    properties: [
      { name: "maxMultiplicity", kind: "integer", min: 1, max: [500, unlimited, unlimited] },
      { name: "minMultiplicity", kind: "integer", min: 0, max: same(0) },
      {
        name: "properties",
        kind: "element",
        plural: true,
        class: same("Property"),
        from: upToOwn,
        maxCount: [300, unlimited, unlimited],
        named: true,
        unique: ["name"],
      },
      { name: "target", kind: "identifier" },
      writable,
    ],
  },
  SchemaField: { parent: "NamedEntity", abstract: all, properties: [schema] },
  CommandPayload: {
    parent: "SchemaField",
    abstract: [3, 4],
    typeOptional: [2],
    properties: [{ name: "nullable", kind: "boolean", versions: [4] }],
  },
  CommandRequest: { parent: "CommandPayload", versions: [3, 4], typeOptional: [3, 4] },
  CommandResponse: { parent: "CommandPayload", versions: [3, 4], typeOptional: [3, 4] },
  Field: { parent: "SchemaField", typeOptional: all },
  MapValue: { parent: "SchemaField", typeOptional: all },
  MapKey: {
    parent: "NamedEntity",
    typeOptional: all,
    properties: [{ ...schema, class: same("String"), only: ["string"], idRequired: true }],
  },
  EnumValue: {
    parent: "NamedEntity",
    typeOptional: all,
    properties: [{ name: "enumValue", kind: "scalar", required }],
  },
  Schema: { parent: "Entity", abstract: all },
  ComplexSchema: { parent: "Schema", abstract: all },
  Array: { parent: "ComplexSchema", properties: [{ ...schema, name: "elementSchema" }] },
  Enum: {
    parent: "ComplexSchema",
    properties: [
      {
        name: "enumValues",
        kind: "element",
        plural: true,
        required: [true, false, false],
        class: same("EnumValue"),
        from: onlyOwn,
        maxCount: [100, unlimited, unlimited],
        named: true,
        unique: ["name", "enumValue"],
      },
      {
        ...schema,
        name: "valueSchema",
        class: same("PrimitiveSchema"),
        only: ["integer", "string"],
        idRequired: true,
      },
    ],
  },
  Map: {
    parent: "ComplexSchema",
    properties: [
      { name: "mapKey", kind: "element", required, class: same("MapKey"), from: onlyOwn },
      { name: "mapValue", kind: "element", required, class: same("MapValue"), from: onlyOwn },
    ],
  },
  Object: {
    parent: "ComplexSchema",
    properties: [
      {
        name: "fields",
        kind: "element",
        plural: true,
        required: [true, false, false],
        class: same("Field"),
        from: onlyOwn,
        maxCount: [30, unlimited, unlimited],
        named: true,
        unique: ["name"],
      },
    ],
  },
  PrimitiveSchema: { parent: "Schema", abstract: all },
  TemporalSchema: { parent: "PrimitiveSchema", abstract: all },
  NumericSchema: { parent: "PrimitiveSchema", abstract: all },
  Boolean: primitive("PrimitiveSchema"),
  String: primitive("PrimitiveSchema"),
  Bytes: primitive("PrimitiveSchema", [4]),
  Uuid: primitive("PrimitiveSchema", [4]),
  Date: primitive("TemporalSchema"),
  DateTime: primitive("TemporalSchema"),
  Duration: primitive("TemporalSchema"),
  Time: primitive("TemporalSchema"),
  Double: primitive("NumericSchema"),
  Float: primitive("NumericSchema"),
  Integer: primitive("NumericSchema"),
  Long: primitive("NumericSchema"),
  Byte: primitive("NumericSchema", [4]),
  Decimal: primitive("NumericSchema", [4]),
  Short: primitive("NumericSchema", [4]),
  UnsignedByte: primitive("NumericSchema", [4]),
  UnsignedInteger: primitive("NumericSchema", [4]),
  UnsignedLong: primitive("NumericSchema", [4]),
  UnsignedShort: primitive("NumericSchema", [4]),
  CommandType: { parent: "Entity", builtIn: true },
  Unit: { parent: "Entity", builtIn: true, properties: [{ name: "symbol", kind: "string" }] },
  UnitAttribute: { parent: "NamedEntity", builtIn: true },
  LatentType: { parent: "Entity", builtIn: true, versions: [3, 4] },
  NamedLatentType: { parent: "NamedEntity", builtIn: true, versions: [3, 4] },
};
