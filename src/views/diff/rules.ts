/** Who is affected by a change: programs on devices, or programs that talk to them. */
export type Side = "devices" | "services";

/** Which way the values of a content go. */
export type Flow = "fromDevice" | "toDevice" | "bothWays";

/** What a change does to programs made for the old model. */
export interface Effect {
  /** Whose programs it breaks; empty for a compatible change. */
  readonly breaks: readonly Side[];
  /** Why, in words. */
  readonly reason: string;
}

/** The effect of one kind of change, where values go from the device and where they go to it. */
export interface DiffRule {
  readonly fromDevice: Effect;
  readonly toDevice: Effect;
}

function always(breaks: readonly Side[], reason: string): DiffRule {
  const effect = { breaks, reason };
  return { fromDevice: effect, toDevice: effect };
}

function compatible(reason: string): DiffRule {
  return always([], reason);
}

/** Values that were not possible before: they surprise who receives them. */
function more(what: string): DiffRule {
  return {
    fromDevice: {
      breaks: ["services"],
      reason: `devices may ${what}, which services do not expect`,
    },
    toDevice: { breaks: ["devices"], reason: `services may ${what}, which devices do not expect` },
  };
}

/** Values that are not possible any more: who sends them is refused. */
function less(what: string): DiffRule {
  return {
    fromDevice: { breaks: ["devices"], reason: `devices that ${what} break the model` },
    toDevice: { breaks: ["services"], reason: `services that ${what} are refused` },
  };
}

const everybody: readonly Side[] = ["devices", "services"];

/** Name of a rule of {@link diffRules}. */
export type DiffRuleName =
  | "interfaceAdded"
  | "interfaceRemoved"
  | "identifierChanged"
  | "languageVersion"
  | "namedSchema"
  | "baseAdded"
  | "baseRemoved"
  | "newVersion"
  | "contentAdded"
  | "contentRemoved"
  | "contentRenamed"
  | "contentKind"
  | "becameWritable"
  | "becameReadOnly"
  | "unitAdded"
  | "unitRemoved"
  | "unitChanged"
  | "semanticType"
  | "commandType"
  | "requestAdded"
  | "nullableRequestAdded"
  | "requestRemoved"
  | "nullableRequestRemoved"
  | "responseAdded"
  | "nullableResponseAdded"
  | "responseRemoved"
  | "componentReplaced"
  | "componentExtended"
  | "relationshipRemoved"
  | "relationshipChanged"
  | "relationshipWidened"
  | "schemaWidened"
  | "schemaNarrowed"
  | "schemaReplaced"
  | "enumValueAdded"
  | "enumValueRemoved"
  | "enumValueChanged"
  | "fieldAdded"
  | "fieldRemoved"
  | "fieldRenamed"
  | "becameRequired"
  | "becameOptional"
  | "label"
  | "text"
  | "extension";

/**
 * What each kind of change means. A change breaks services when a service made for the old model fails or misreads with
 * devices of the new one; it breaks devices when device code made for the old model no longer keeps to the new one. Readers
 * are expected to leave out what they do not know, so what is only added breaks nobody.
 */
export const diffRules: Readonly<Record<DiffRuleName, DiffRule>> = {
  interfaceAdded: compatible("nothing made for the old models refers to it"),
  interfaceRemoved: always(everybody, "devices announce it and services look for it"),
  identifierChanged: always(["services"], "services find devices by this identifier"),
  languageVersion: compatible("the payloads stay what they are"),
  namedSchema: compatible("matters only where a content uses it"),
  baseAdded: compatible("the contents it brings are listed one by one"),
  baseRemoved: always(["services"], "services that work with the base Interface lose this one"),
  newVersion: compatible("another version of the same Interface, whose own changes count"),

  contentAdded: compatible("devices and services of the old model go on without it"),
  contentRemoved: always(
    everybody,
    "services miss it, and devices go on using a name without a model",
  ),
  contentRenamed: always(everybody, "names are on the wire; otherwise it is the same"),
  contentKind: always(everybody, "it travels another way"),
  becameWritable: always(
    everybody,
    "devices have to take desired values, and report acknowledgements where services read plain values",
  ),
  becameReadOnly: always(
    everybody,
    "services can no longer set it, and devices have to report plain values instead of acknowledgements",
  ),

  unitAdded: compatible("says what the values mean"),
  unitRemoved: always(["services"], "services no longer know what the values mean"),
  unitChanged: always(everybody, "the same number means something else"),
  semanticType: compatible("for people; the payloads stay what they are"),

  commandType: always(["services"], "the answer comes at another time"),
  requestAdded: always(everybody, "services send nothing where devices now get a payload"),
  nullableRequestAdded: always(
    ["devices"],
    "services may send a payload, which devices do not expect",
  ),
  requestRemoved: always(everybody, "services send a payload that devices no longer get"),
  nullableRequestRemoved: always(["services"], "services may send a payload that is refused"),
  responseAdded: always(["devices"], "devices answer nothing where a payload is due"),
  nullableResponseAdded: compatible("devices may answer nothing, and services do not look"),
  responseRemoved: always(everybody, "services miss the answer, and devices go on giving one"),

  componentReplaced: always(
    everybody,
    "the component is of an Interface that is none of the old kind",
  ),
  componentExtended: compatible("the new Interface extends the old one"),

  relationshipRemoved: always(["services"], "services miss it; devices do not carry relationships"),
  relationshipChanged: always(["services"], "services may meet or make what no longer fits"),
  relationshipWidened: compatible("all that fitted before still fits"),

  schemaWidened: more("send values of a wider schema"),
  schemaNarrowed: less("send values beyond the narrower schema"),
  schemaReplaced: always(everybody, "values of the one schema are none of the other"),
  enumValueAdded: more("send the new value"),
  enumValueRemoved: less("send the old value"),
  enumValueChanged: always(everybody, "the same name stands for another value on the wire"),
  fieldAdded: compatible("fields may be absent, and unknown ones are left out by readers"),
  fieldRemoved: always(everybody, "who reads it misses it, and who sends it is refused"),
  fieldRenamed: always(everybody, "names are on the wire; otherwise it is the same"),
  becameRequired: less("leave it out"),
  becameOptional: more("leave it out"),

  label: compatible("a name that is not on the wire"),
  text: compatible("for people; the payloads stay what they are"),
  extension: compatible("a language extension; the payloads stay what they are"),
};

/** The effect of a change to something whose values go this way. */
export function effectOf(rule: DiffRuleName, flow: Flow): Effect {
  const { fromDevice, toDevice } = diffRules[rule];
  if (flow !== "bothWays") return flow === "fromDevice" ? fromDevice : toDevice;
  if (fromDevice === toDevice) return fromDevice;
  return {
    breaks: everybody.filter((side) => [fromDevice, toDevice].some((e) => e.breaks.includes(side))),
    reason: `${fromDevice.reason}; ${toDevice.reason}`,
  };
}
