import { readFileSync } from "node:fs";
import { parseModel, safeParseModel } from "twinplug/dtdl";

const text = readFileSync("models/dtmi/com/example/thermostat-1.json", "utf8");
const thermostat = parseModel(text).interfaces.get("dtmi:com:example:Thermostat;1");
for (const content of thermostat?.contents.values() ?? []) {
  console.log(content.kind, content.name, content.unit ?? "");
}

const result = safeParseModel(text.replace('"double"', '"dobule"'));
if (!result.ok) console.log(result.issues[0]?.frame);
