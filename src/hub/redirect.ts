import process from "node:process";
import { isMainThread } from "node:worker_threads";
import { isPnpError } from "../errors.js";
import { installRedirect } from "./redirect-sockets.js";
import { readStateFile, stateFilePath } from "./state-file.js";

/*
 * `node --import twinplug/redirect app.js`: importing this module sends the process's connections to the running
 * local hub. It says so on standard error, because a program that talks to another hub than its author thinks
 * is a nasty surprise; once, not for every process and thread that the program starts.
 */
const path = stateFilePath(process.env);
try {
  const hub = await readStateFile(path);
  if (hub) {
    installRedirect([hub]);
    avoidProxies(hub.hosts);
    sayOnce(
      `connections to ${hub.hosts.join(", ")} go to the local hub at ${hub.address}:${hub.port}`,
    );
  } else {
    sayOnce(`no local hub is running (${path}); nothing is redirected. Start one: pnp hub start`);
  }
} catch (error) {
  if (!isPnpError(error)) throw error;
  sayOnce(`nothing is redirected: ${error.message} ${error.hint}`);
}

/** A proxy cannot know the hub's names, and the Azure SDKs obey `HTTPS_PROXY`. */
function avoidProxies(hosts: readonly string[]): void {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy, NO_PROXY, no_proxy } = process.env;
  if (!(HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy)) return;
  const excepted = [NO_PROXY ?? no_proxy, ...hosts].filter(Boolean).join(",");
  process.env.NO_PROXY = excepted;
  process.env.no_proxy = excepted;
}

function sayOnce(text: string): void {
  if (!isMainThread || process.env.TWINPLUG_REDIRECT_SAID === path) return;
  process.env.TWINPLUG_REDIRECT_SAID = path;
  process.stderr.write(`twinplug/redirect: ${text}\n`);
}
