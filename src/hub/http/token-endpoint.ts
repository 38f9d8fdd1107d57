import { adfsTenant } from "../entra/sign-in.js";
import { audienceOfScope } from "../entra/tokens.js";
import type { HubCore } from "../hub-core.js";
import { json, type RestResponse } from "./route.js";

/** A request to the sign-in host. */
export interface SignInRequest {
  readonly method: string;
  readonly pathname: string;
  /** As text; a form on token requests. */
  readonly body: string;
}

/**
 * What the hub's sign-in host answers: OpenID configuration, public keys, and tokens for client credentials; for the
 * hub's tenant, and for the tenant `adfs`, to which the identity libraries go without asking the public cloud.
 */
export function answerSignIn(core: HubCore, request: SignInRequest): RestResponse {
  const [, tenant = "", ...rest] = request.pathname.split("/");
  // The tenant's form has a version among its segments, the form of adfs has none.
  const path = `${request.method} ${rest.filter((segment) => segment !== "v2.0").join("/")}`;
  if (tenant !== core.signIn.tenantId && tenant.toLowerCase() !== adfsTenant) {
    return refuse(core, 400, "invalid_tenant", 90002, `Tenant '${tenant}' not found.`);
  }
  if (path === "GET .well-known/openid-configuration") return json(configuration(core, tenant));
  if (path === "GET discovery/keys") return json(core.signIn.tokens.keySet());
  if (path === "POST oauth2/token") return token(core, tenant, new URLSearchParams(request.body));
  return refuse(core, 404, "invalid_request", 90015, `There is nothing at ${request.pathname}.`);
}

function configuration(core: HubCore, tenant: string): Readonly<Record<string, unknown>> {
  const base = `https://${core.signIn.host}/${tenant}`;
  const version = tenant.toLowerCase() === adfsTenant ? "" : "/v2.0";
  return {
    issuer: core.signIn.tokens.issuer,
    authorization_endpoint: `${base}/oauth2${version}/authorize`,
    token_endpoint: tokenEndpoint(core, tenant),
    jwks_uri: `${base}/discovery${version}/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    grant_types_supported: ["client_credentials"],
    response_types_supported: ["token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["ES256"],
  };
}

function tokenEndpoint(core: HubCore, tenant: string): string {
  const version = tenant.toLowerCase() === adfsTenant ? "" : "/v2.0";
  return `https://${core.signIn.host}/${tenant}/oauth2${version}/token`;
}

function token(core: HubCore, tenant: string, form: URLSearchParams): RestResponse {
  if (form.get("grant_type") !== "client_credentials") {
    return refuse(
      core,
      400,
      "unsupported_grant_type",
      70003,
      "Only client_credentials is offered.",
    );
  }
  const app = core.signIn.apps.authenticate(form, tokenEndpoint(core, tenant));
  if ("error" in app) return refuse(core, 401, app.error, app.number, app.text);
  const scope = form.get("scope") ?? form.get("resource") ?? "";
  const audience = scope.split(" ").map(audienceOfScope).find(Boolean);
  if (audience === undefined) {
    return refuse(core, 400, "invalid_scope", 70011, `The scope ${scope} is not offered.`);
  }
  const issued = core.signIn.tokens.issue(app, audience);
  const expiresIn = Math.round((issued.expiresOnTimestamp - core.clock.now().getTime()) / 1000);
  return json(
    {
      token_type: "Bearer",
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: issued.token,
    },
    { "Cache-Control": "no-store" },
  );
}

/** The form in which Entra tells of errors; the identity libraries read the number out of the text. */
function refuse(
  core: HubCore,
  status: number,
  error: string,
  number: number,
  text: string,
): RestResponse {
  const body = {
    error,
    error_description: `AADSTS${number}: ${text}`,
    error_codes: [number],
    timestamp: core.clock.now().toISOString(),
    trace_id: core.ids.uuid(),
    correlation_id: core.ids.uuid(),
  };
  return { ...json(body), status };
}
