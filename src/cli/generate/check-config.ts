import type { GenerateConfig } from "../../codegen/config.js";
import { isRecord, type JsonRecord } from "../../convention/record.js";
import { didYouMean } from "../../dtdl/near-name.js";
import { PnpError } from "../../errors.js";

/** What a member may be, in words for the error, and the test. */
interface MemberRule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

const text: MemberRule = { expected: "a text", accepts: isText };
const flag: MemberRule = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};
const texts: MemberRule = {
  expected: "a text, or a list of texts",
  accepts: (value) =>
    isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
};
const pluginHooks = ["emit", "names"] as const;

function isPlugin(value: unknown): boolean {
  if (!isRecord(value) || !isText(value.name)) return false;
  const hooks = pluginHooks.map((hook) => value[hook]).filter((hook) => hook !== undefined);
  return hooks.length > 0 && hooks.every((hook) => typeof hook === "function");
}

const plugins: MemberRule = {
  expected: "a list of plugins, each with a name and a function emit or names",
  accepts: (value) => Array.isArray(value) && value.every(isPlugin),
};

function oneOf(...values: readonly string[]): MemberRule {
  return {
    expected: values.map((value) => JSON.stringify(value)).join(" or "),
    accepts: (value) => values.includes(value as string),
  };
}

/** The members of an output; the compiler sees to it that none is missing here. */
const members: Readonly<Record<keyof GenerateConfig, MemberRule>> = {
  models: texts,
  repositories: texts,
  out: text,
  emit: oneOf("ts", "js"),
  sidecar: flag,
  typesOnly: flag,
  validators: flag,
  enums: oneOf("const", "union"),
  language: text,
  long: oneOf("bigint", "number"),
  dates: oneOf("string", "date"),
  index: flag,
  obsolete: flag,
  elideVersion: flag,
  importExtension: oneOf(".js", ".ts", ""),
  plugins,
};

/**
 * Checks what a configuration file exports, since most are not compiled. Throws `PNP_USAGE` that names the member; `shown` is
 * the file.
 */
export function checkConfig(value: unknown, shown: string): readonly GenerateConfig[] {
  if (!isRecord(value)) {
    throw new PnpError("PNP_USAGE", `${shown} has no configuration as its default export.`, {
      hint: 'Write `export default defineConfig({ generate: { out: "src/generated" } });`.',
    });
  }
  refuseUnknown(value, ["generate"], "", shown);
  const outputs: readonly unknown[] = Array.isArray(value.generate)
    ? value.generate
    : [value.generate];
  if (outputs.length === 0) throw wrong("generate", shown, "at least one output", "none");
  return outputs.map((output, at) => {
    const name = Array.isArray(value.generate) ? `generate[${at}]` : "generate";
    return checkOutput(output, name, shown);
  });
}

function checkOutput(output: unknown, name: string, shown: string): GenerateConfig {
  if (!isRecord(output)) throw wrong(name, shown, "an object with `out`", shownValue(output));
  refuseUnknown(output, Object.keys(members), `${name}.`, shown);
  for (const [member, { expected, accepts }] of Object.entries(members)) {
    const value = output[member];
    if (value === undefined && (member !== "out" || output.sidecar === true)) continue;
    if (!accepts(value)) throw wrong(`${name}.${member}`, shown, expected, shownValue(value));
  }
  // Every member was just checked by its rule.
  return output as unknown as GenerateConfig;
}

function refuseUnknown(
  value: JsonRecord,
  known: readonly string[],
  prefix: string,
  shown: string,
): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const guess = didYouMean(unknown, known);
  throw new PnpError("PNP_USAGE", `${shown}: there is no setting \`${prefix}${unknown}\`.`, {
    hint: guess ?? `There are ${known.join(", ")}.`,
  });
}

function wrong(name: string, shown: string, expected: string, got: string): PnpError {
  return new PnpError("PNP_USAGE", `${shown}: \`${name}\` must be ${expected}; it is ${got}.`, {
    hint: "The type PnpConfig of twinplug/codegen says what each setting may be.",
  });
}

function shownValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (value === undefined) return "missing";
  try {
    return JSON.stringify(value)?.slice(0, 80) ?? typeof value;
  } catch {
    return typeof value;
  }
}
