/** The types of the toolkit that generated files refer to. */
export type ToolkitType =
  | "Command"
  | "DateTime"
  | "DateTimeInput"
  | "Duration"
  | "LocalDate"
  | "LocalTime"
  | "Relationship";

/** Their declarations, for files that import nothing. They have the form of those in `client/shape.ts`. */
export function toolkitDeclaration(type: ToolkitType, name: string): readonly string[] {
  return declarations[type].map((line) => line.replace("NAME", name));
}

const declarations: Readonly<Record<ToolkitType, readonly string[]>> = {
  Command: [
    "/** One command: what the service side passes, the response, and what the device side receives. */",
    "export interface NAME<",
    "  In extends readonly unknown[] = [],",
    "  Out = void,",
    "  Wire extends readonly unknown[] = In,",
    "> {",
    '  readonly "~request": In;',
    '  readonly "~response": Out;',
    '  readonly "~wire": Wire;',
    "}",
  ],
  DateTime: [
    "/** RFC 3339 instant, such as `2026-11-20T08:00:00Z`. */",
    "export type NAME = string;",
  ],
  DateTimeInput: [
    "/** An instant to send: RFC 3339 text, or a `Date`, which is sent as such text. */",
    "export type NAME = string | globalThis.Date;",
  ],
  Duration: ["/** ISO 8601 duration, such as `PT1H30M`. */", "export type NAME = string;"],
  LocalDate: ["/** RFC 3339 full-date, such as `2026-11-20`. */", "export type NAME = string;"],
  LocalTime: ["/** RFC 3339 time of day, such as `08:00:00Z`. */", "export type NAME = string;"],
  Relationship: [
    "/** A link to other digital twins, and the properties of the link itself. */",
    "export interface NAME<Target = unknown, Properties extends object = {}> {",
    "  readonly target: Target;",
    "  readonly properties: Properties;",
    "}",
  ],
};
