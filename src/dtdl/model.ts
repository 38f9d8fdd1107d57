import type { IssueLocation } from "../errors.js";

/** A DTDL version: 2, 3 or 4. */
export type DtdlVersion = 2 | 3 | 4;

/** Text by language code, such as `{ en: "Temperature", de: "Temperatur" }`. Without a language it is `en`. */
export type LocalizedText = Readonly<Record<string, string>>;

/** What every element of a model has (DTDL: Entity). */
interface EntityBase {
  /** DTMI, written in the model or generated as the DTDL specification says. */
  readonly id: string;
  readonly languageMajorVersion: DtdlVersion;
  readonly displayName: LocalizedText;
  readonly description: LocalizedText;
  readonly comment?: string;
  /** Identifier of the element that holds this one; absent at the top. */
  readonly childOf?: string;
  /** Identifier of the Interface in which this element is written; absent for top-level Interfaces and built-in elements. */
  readonly definedIn?: string;
  /** DTMIs of semantic types and other supplemental types, such as `dtmi:standard:class:Temperature;2`. */
  readonly supplementalTypes: readonly string[];
  /** Values of properties that supplemental types bring, by the DTMI of the property. */
  readonly supplementalProperties: Readonly<Record<string, SupplementalValue>>;
  /** Types that no known context defines, as written. */
  readonly undefinedTypes: readonly string[];
  /** Properties that no known context defines, as written. */
  readonly undefinedProperties: Readonly<Record<string, unknown>>;
  /** Term of the semantic type, such as `Temperature`, where there is one. */
  readonly semanticType?: string;
  /** Term of the unit, such as `degreeCelsius`, where there is one. */
  readonly unit?: string;
  /** Contexts in force where the element is written, the core context first. */
  readonly context: readonly string[];
  /** Where the element is written; absent for built-in elements. */
  readonly location?: IssueLocation;
}

/** Value of a property that a supplemental type brings: a literal, an identifier as text, or an element. */
export type SupplementalValue = string | number | boolean | Element | readonly SupplementalValue[];

interface NamedBase extends EntityBase {
  readonly name: string;
}

/** The description of one kind of device or component. */
export interface Interface extends EntityBase {
  readonly kind: "Interface";
  /** Own and inherited contents by name, in the order written, inherited ones last. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly extends: readonly Interface[];
  /** Interfaces of the model that extend this one directly. */
  readonly extendedBy: readonly Interface[];
  readonly schemas: readonly ComplexSchema[];
}

/** Something an Interface offers. */
export type Content = Telemetry | Property | Command | Component | Relationship;

/** Values that a device sends as messages. */
export interface Telemetry extends NamedBase {
  readonly kind: "Telemetry";
  readonly schema: Schema;
}

/** A value that a device keeps: reported by it, and set from the service side when it is writable. */
export interface Property extends NamedBase {
  readonly kind: "Property";
  readonly schema: Schema;
  /** Whether the service side may set it; false when the model does not say. */
  readonly writable: boolean;
}

/** Something a device can be asked to do. */
export interface Command extends NamedBase {
  readonly kind: "Command";
  readonly commandType?: CommandType;
  readonly request?: CommandPayload;
  readonly response?: CommandPayload;
}

/** How a Command is executed: the built-in `synchronous` or `asynchronous`. Deprecated by DTDL. */
export interface CommandType extends EntityBase {
  readonly kind: "CommandType";
}

/** Request or response of a Command (DTDL v2: CommandPayload; v3, v4: CommandRequest, CommandResponse). */
export interface CommandPayload extends NamedBase {
  readonly kind: "CommandPayload" | "CommandRequest" | "CommandResponse";
  readonly schema: Schema;
  /** Whether the payload may be null or missing (v4). */
  readonly nullable: boolean;
}

/** An Interface as a named part of another. */
export interface Component extends NamedBase {
  readonly kind: "Component";
  readonly schema: Interface;
}

/** A link to other digital twins; devices do not carry it. */
export interface Relationship extends NamedBase {
  readonly kind: "Relationship";
  readonly target?: string;
  readonly minMultiplicity?: number;
  readonly maxMultiplicity?: number;
  readonly properties: readonly Property[];
  readonly writable: boolean;
}

/** Names of the primitive schemas, as `kind` holds them. */
export const primitiveKinds = [
  "Boolean",
  "Byte",
  "Bytes",
  "Date",
  "DateTime",
  "Decimal",
  "Double",
  "Duration",
  "Float",
  "Integer",
  "Long",
  "Short",
  "String",
  "Time",
  "UnsignedByte",
  "UnsignedInteger",
  "UnsignedLong",
  "UnsignedShort",
  "Uuid",
] as const;

/** One of {@link primitiveKinds}. */
export type PrimitiveKind = (typeof primitiveKinds)[number];

/** A schema without parts, such as a number or a text. */
export interface PrimitiveSchema extends EntityBase {
  readonly kind: PrimitiveKind;
}

/** A list of values of one schema. */
export interface ArraySchema extends EntityBase {
  readonly kind: "Array";
  readonly elementSchema: Schema;
}

/** One of the values named. */
export interface EnumSchema extends EntityBase {
  readonly kind: "Enum";
  readonly valueSchema: PrimitiveSchema;
  readonly enumValues: readonly EnumValue[];
}

/** A value of an {@link EnumSchema}, and what it is called. */
export interface EnumValue extends NamedBase {
  readonly kind: "EnumValue";
  readonly enumValue: string | number;
}

/** Values of one schema by text keys that the model does not name. */
export interface MapSchema extends EntityBase {
  readonly kind: "Map";
  readonly mapKey: MapKey;
  readonly mapValue: MapValue;
}

/** What the keys of a map are called. */
export interface MapKey extends NamedBase {
  readonly kind: "MapKey";
  readonly schema: PrimitiveSchema;
}

/** What the values of a map are called, and their schema. */
export interface MapValue extends NamedBase {
  readonly kind: "MapValue";
  readonly schema: Schema;
}

/** Values by the names of its fields. */
export interface ObjectSchema extends EntityBase {
  readonly kind: "Object";
  readonly fields: readonly Field[];
}

/** A named value of an {@link ObjectSchema}. */
export interface Field extends NamedBase {
  readonly kind: "Field";
  readonly schema: Schema;
}

/** A unit of measurement (DTDL v2; in later versions units are EnumValues). */
export interface Unit extends EntityBase {
  readonly kind: "Unit";
  /** Such as `°C`. */
  readonly symbol?: string;
}

/** A prefix of units, such as `kilo` (DTDL v2). */
export interface UnitAttribute extends NamedBase {
  readonly kind: "UnitAttribute";
}

/** A schema made of others. */
export type ComplexSchema = ArraySchema | EnumSchema | MapSchema | ObjectSchema;

/** What a payload can be. */
export type Schema = PrimitiveSchema | ComplexSchema;

/** Anything that has an identifier in a model; `kind` tells which. */
export type Element =
  | Interface
  | Content
  | CommandPayload
  | CommandType
  | Schema
  | EnumValue
  | MapKey
  | MapValue
  | Field
  | Unit
  | UnitAttribute;

/** A closed set of parsed elements: every reference in it leads to an element of it. Frozen. */
export interface Model {
  /** Every element by its identifier, built-in ones that the model uses included. */
  readonly elements: ReadonlyMap<string, Element>;
  /** The Interfaces by identifier, top-level and nested, in the order written. */
  readonly interfaces: ReadonlyMap<string, Interface>;
}
