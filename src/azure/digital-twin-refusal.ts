import { isPnpError, PnpError } from "../errors.js";

/**
 * The service takes digital twin commands by shared access key only and refuses Entra's tokens with the same 401 as a
 * wrong key. Who gets one is told of the route that takes both.
 */
export function namingDirectMethod(error: unknown): never {
  if (!isPnpError(error, "PNP_UNAUTHORIZED")) throw error;
  throw new PnpError(error.code, error.message, {
    hint: `The service takes digital twin commands by shared access key only. Signed in with Entra, invoke the command as a direct method: via: "method" (pnp: --via twin).`,
    cause: error.cause,
  });
}
