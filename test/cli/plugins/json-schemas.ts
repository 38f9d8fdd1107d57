import { dtmiPath, interfaceDocument } from "twinplug";
import type { GeneratePlugin } from "twinplug/codegen";

/** Adds the JSON Schema of what each Interface puts on the wire, by the path that its model has in a repository. */
export const jsonSchemas: GeneratePlugin = {
  name: "json-schemas",
  emit: ({ model, files }) => [
    ...files,
    ...[...model.interfaces.values()].map((iface) => ({
      path: dtmiPath(iface.id).replace(/\.json$/, ".schema.json"),
      text: `${JSON.stringify(interfaceDocument(iface), null, 2)}\n`,
    })),
  ],
};
