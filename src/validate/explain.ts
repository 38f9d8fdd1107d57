import { memberPath, unknownMember } from "../dtdl/instance-issue.js";
import { type Issue, PnpError } from "../errors.js";
import type { PayloadSchema } from "../schema/interface-schema.js";
import type { NamedSchemas } from "../schema/json-schema.js";
import { enumIssue, primitiveIssue, typeIssue } from "./payload-issue.js";
import { primitiveChecks } from "./primitive-checks.js";

/**
 * Why plain data is no instance of a payload schema: the issues that the validator compiled by ajv gives, in its order, found
 * by reading the schema again for each value. Slower, and it runs where code may not be made from text. Throws `PNP_USAGE`
 * where a `ref` leads nowhere.
 */
export function explain(
  schema: PayloadSchema,
  schemas: NamedSchemas,
  data: unknown,
): readonly Issue[] {
  const issues: Issue[] = [];
  /** Names and indexes on the way to the value: written as a path only where there is something to say. */
  const way: string[] = [];
  const path = (): string => way.reduce(memberPath, "");

  const judge = (given: PayloadSchema, value: unknown): void => {
    const part = typeof given === "object" && "ref" in given ? named(given.ref) : given;
    if (typeof part === "string") {
      if (!primitiveChecks[part](value)) issues.push(primitiveIssue(part, value, path()));
    } else if ("enum" in part) {
      if (!part.enum.includes(value as string)) {
        issues.push(enumIssue([...new Set(part.enum)], value, path()));
      }
    } else if ("array" in part) {
      if (!Array.isArray(value)) issues.push(typeIssue("array", value, path()));
      else for (const [index, each] of value.entries()) enter(String(index), part.array, each);
    } else if (!isObject(value)) {
      issues.push(typeIssue("object", value, path()));
    } else if ("map" in part) {
      for (const name of Object.keys(value)) enter(name, part.map, value[name]);
    } else {
      judgeMembers(part.object, value);
    }
  };

  const enter = (name: string, part: PayloadSchema, value: unknown): void => {
    way.push(name);
    judge(part, value);
    way.pop();
  };

  const judgeMembers = (
    fields: Readonly<Record<string, PayloadSchema>>,
    value: Readonly<Record<string, unknown>>,
  ): void => {
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) {
        issues.push(unknownMember(name, Object.keys(fields), path(), issues.length));
      }
    }
    for (const name of Object.keys(fields)) {
      const field = fields[name];
      if (field !== undefined && Object.hasOwn(value, name)) enter(name, field, value[name]);
    }
  };

  const named = (name: string): Exclude<PayloadSchema, { readonly ref: string }> => {
    const part = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (part === undefined || (typeof part === "object" && "ref" in part)) {
      throw new PnpError("PNP_USAGE", `There is no payload schema ${JSON.stringify(name)}.`, {
        hint: "Pass the `schemas` of the Interface the payload schema belongs to.",
      });
    }
    return part;
  };

  judge(schema, data);
  return issues;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
