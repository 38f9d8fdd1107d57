import { parseSasToken } from "./sas-token.js";

/** Who shows a token, good or not, for the log: `policy service`, `Entra sign-in`, or a device's or module's id. */
export function shownBy(authorization: string): string | undefined {
  const token = parseSasToken(authorization);
  if (!token) return /^Bearer |^eyJ/.test(authorization) ? "Entra sign-in" : undefined;
  if (token.policy !== undefined) return `policy ${token.policy}`;
  const [, , deviceId, , moduleId] = token.path;
  return [deviceId, moduleId].filter(Boolean).join("/") || undefined;
}
