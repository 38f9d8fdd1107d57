import type { ProvisioningAction } from "../entra/roles.js";
import type { Registrant } from "../provisioning/attestation.js";
import type { Provisioning } from "../provisioning/provisioning.js";
import type { RestRequest } from "./request.js";
import type { RestResponse } from "./route.js";
import type { Routed } from "./route-table.js";

/** An endpoint of the provisioning service: for whom has its keys, whose bodies hold secrets, or for devices. */
export type ProvisioningRoute = ServiceRoute | DeviceRoute;

interface ServiceRoute extends Routed {
  /** What an Entra role must allow; the service's own policy allows everything. */
  readonly demand: ProvisioningAction;
  handle(provisioning: Provisioning, request: RestRequest): RestResponse;
}

interface DeviceRoute extends Routed {
  readonly demand: "device";
  handle(provisioning: Provisioning, request: RestRequest, registrant: Registrant): RestResponse;
}
