/** The part of JSON Schema 2020-12 that payload schemas need. */
export interface JsonSchema {
  readonly $schema?: "https://json-schema.org/draft/2020-12/schema";
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $comment?: string;
  readonly title?: string;
  readonly description?: string;
  readonly readOnly?: boolean;
  readonly type?: "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";
  readonly format?: string;
  readonly pattern?: string;
  readonly contentEncoding?: "base64";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly const?: string;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
}
