import type { Interface } from "../../dtdl/model.js";
import { PnpError } from "../../errors.js";
import { type InterfacePart, interfaceDocument } from "../../schema/interface-document.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { type LoadedInterface, loadInterface } from "../models.js";
import { jsonText, type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options extends ModelOptions {
  readonly part?: InterfacePart;
  readonly interface?: string;
  readonly output?: OutputFormat;
}

/** `pnp model schema`: one JSON Schema document of what an Interface puts on the wire. */
export async function modelSchema(name: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const loaded = await loadInterface(name, options, io);
  const iface = chooseInterface(name, loaded, options.interface, io);
  const document = exactIntegers(interfaceDocument(iface, options.part));
  printResult(io, format, document, () => jsonText(document, 2));
}

function chooseInterface(
  name: string,
  { model, root }: LoadedInterface,
  dtmi: string | undefined,
  io: Io,
): Interface {
  if (dtmi !== undefined) {
    const iface = model.interfaces.get(dtmi);
    if (iface) return iface;
    throw new PnpError("PNP_MODEL_NOT_FOUND", `${name} has no Interface ${dtmi}.`, {
      hint: `Its first one is ${root.id}; \`pnp model check\` lists them all.`,
    });
  }
  const source = root.location?.source;
  const others = [...model.interfaces.values()].filter(
    (each) => each !== root && each.location?.source === source && !each.definedIn,
  );
  if (name === source && others.length > 0) {
    say(
      io,
      `schema of ${root.id}; --interface takes another of the ${others.length + 1} in the file`,
    );
  }
  return root;
}

/** The limits of 64 bits are printed digit by digit, which every reader of JSON understands alike. */
function exactIntegers(value: unknown): unknown {
  if (typeof value === "number") {
    const isWide = Number.isInteger(value) && !Number.isSafeInteger(value);
    return isWide && Math.abs(value) <= 2 ** 64 ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(exactIntegers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, exactIntegers(member)]),
  );
}
