import { annotationRows } from "./annotations.js";
import { contextRows } from "./contexts.js";
import { identifierRows } from "./identifiers.js";
import { iotOperationsRows } from "./iot-operations.js";
import { jsonRows } from "./json.js";
import { literalRows } from "./literals.js";
import { localizedTextRows } from "./localized-text.js";
import { mqttRows } from "./mqtt.js";
import { propertyRows } from "./properties.js";
import type { Row } from "./row.js";
import { semanticTypeRows } from "./semantic-types.js";
import { severalRows } from "./several.js";
import { structureRows } from "./structure.js";
import { topLevelRows } from "./top-level.js";
import { typeRows } from "./types.js";

/** All broken models, by group. */
export const brokenModels: Readonly<Record<string, readonly Row[]>> = {
  json: jsonRows,
  contexts: contextRows,
  "top level": topLevelRows,
  identifiers: identifierRows,
  types: typeRows,
  properties: propertyRows,
  structure: structureRows,
  literals: literalRows,
  "localized text": localizedTextRows,
  "semantic types": semanticTypeRows,
  mqtt: mqttRows,
  "IoT Operations": iotOperationsRows,
  annotations: annotationRows,
  "several at once": severalRows,
};
