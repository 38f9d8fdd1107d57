import { randomBytes, randomUUID } from "node:crypto";
import {
  certifiedNames,
  createCertificates,
  type HubCertificates,
  sharedCertificates,
} from "./certificates.js";
import { type HubIds, systemClock } from "./clock.js";
import { createEdges } from "./edges.js";
import { Hub } from "./hub.js";
import { HubCore } from "./hub-core.js";
import { checkOptionNames, type HubOptions } from "./hub-options.js";
import { addressesOf, loopback, openPorts, standardPorts } from "./ports.js";
import { applySeed } from "./seed.js";
import { type HubData, openHubData } from "./store/hub-data.js";
import { keptCertificates } from "./store/kept-certificates.js";

/**
 * Starts a hub that Azure's SDKs can talk to. Rejects with `PNP_USAGE` for a bad name, an option that there is not, a
 * taken port or data that it cannot go on with, with `PNP_CONFLICT` when another process has the data.
 */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  checkOptionNames(options);
  const data = await openHubData(options);
  try {
    const hub = await startWith(data, options);
    // What the hub tells about itself is kept too, before anybody hears it.
    if (data.folder !== undefined) hub.describe();
    await data.store.committed?.();
    return hub;
  } catch (error) {
    await data.abandon();
    throw error;
  }
}

async function startWith(data: HubData, options: HubOptions): Promise<Hub> {
  const { clock, deviceMessages, deviceCa = [] } = options;
  const { store, name } = data;
  const certificates = options.certificates ?? (await certificatesFor(data, options.host));
  const settings = { ...options, store };
  const core = new HubCore(systemClock(clock), systemIds, name, deviceMessages, settings);
  if (options.seed !== undefined && data.isNew) applySeed(core, options.seed);
  for (const pem of deviceCa) core.access.deviceAuthorities.add(pem);
  const edges = createEdges(core, core.log.trace(options.trace));
  const ports = await openPorts(certificates, edges, options, standardPorts, store.map("ports"));
  core.log.info({ message: `started on ${options.host ?? loopback}:${ports.tls}` });
  return new Hub(core, ports, certificates.caCertificate, data);
}

function certificatesFor(
  { store, folder }: HubData,
  host: string = loopback,
): Promise<HubCertificates> {
  const make = (): Promise<HubCertificates> =>
    host === loopback ? sharedCertificates() : createCertificates(addressesOf(host));
  if (folder === undefined) return make();
  const addresses = host === loopback ? [] : addressesOf(host);
  return keptCertificates(store, [...certifiedNames, ...addresses], make);
}

const systemIds: HubIds = { uuid: randomUUID, bytes: randomBytes };
