import { PnpError } from "../errors.js";

/*
 * The compiler refuses wrong arguments; programs without types pass what an unset variable or a slip of the pen gives.
 * These checks stand where such a value would otherwise end in a TypeError, or in another request than was meant.
 */

/** Refuses what is no object with `PNP_USAGE`; `what` begins the sentence: `The message`. */
export function requireObject(value: unknown, what: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(what, "an object", value);
  }
}

/** Refuses what is no text, or an empty one, with `PNP_USAGE`. */
export function requireText(value: unknown, what: string): void {
  if (typeof value !== "string" || value.trim() === "") throw wrong(what, "a text", value);
}

/** Refuses what is no list with `PNP_USAGE`. */
export function requireList(value: unknown, what: string): void {
  if (!Array.isArray(value)) throw wrong(what, "a list", value);
}

/** Refuses what cannot be called with `PNP_USAGE`. */
export function requireFunction(value: unknown, what: string): void {
  if (typeof value !== "function") throw wrong(what, "a function", value);
}

/** Refuses what is no descriptor of an Interface with `PNP_USAGE`. */
export function requireDescriptor(value: unknown): void {
  const { id, schema } = (value ?? {}) as { readonly id?: unknown; readonly schema?: unknown };
  if (typeof id === "string" && typeof schema === "object" && schema !== null) return;
  throw wrong("The descriptor", "one that a generated file or descriptorOf gives", value);
}

/** Refuses with `PNP_USAGE` what neither `connectHub` nor an in-memory hub has made. */
export function requireTarget(value: unknown): void {
  const { transport } = (value ?? {}) as { readonly transport?: unknown };
  if (typeof transport === "object" && transport !== null) return;
  throw wrong("The target", "what hub.device() or hub.module() gives", value);
}

function wrong(what: string, expected: string, value: unknown): PnpError {
  // Its kind only: what was meant for another place may be a secret.
  const got =
    value === null || value === undefined
      ? String(value)
      : value === ""
        ? "an empty text"
        : Array.isArray(value)
          ? "a list"
          : typeof value;
  return new PnpError("PNP_USAGE", `${what} must be ${expected}; got ${got}.`, {
    hint: "Nothing was sent. Is a variable unset, or an argument in the wrong place?",
  });
}
