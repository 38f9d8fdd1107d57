import { resolve } from "node:path";
import process from "node:process";
import { isMainThread } from "node:worker_threads";
import { isPnpError } from "../errors.js";
import { withImport } from "./node-options.js";
import { reservedSuffixes } from "./redirect-sockets.js";
import { followStateFile, type StateFileNews } from "./redirect-state-file.js";
import { stateFilePath } from "./state-file.js";

/*
 * `node --import twinplug/redirect app.js`: loading this module sends the process's connections to the running local
 * hub, and those of the processes that it starts; those of its threads too where it came by an option (`--import`,
 * `--require`, `NODE_OPTIONS`), but not where the program's code loads it, since threads get the options that their
 * process began with. It says so on standard error, because a program that talks to another hub than its author thinks is
 * a nasty surprise; not again for every process and thread. It does not wait for anything, so that `--require` and
 * `require()` load it too.
 */
const path = resolve(stateFilePath(process.env));
// What this process starts may run in another folder.
if (process.env.TWINPLUG_HUB_STATE) process.env.TWINPLUG_HUB_STATE = path;
const speaks = isMainThread && process.env.TWINPLUG_REDIRECT_SAID !== path;
if (speaks) process.env.TWINPLUG_REDIRECT_SAID = path;

followStateFile(path, (news) => {
  if (speaks) process.stderr.write(`twinplug/redirect: ${textOf(news)}\n`);
});
avoidProxies();
passOn(import.meta.url);

function textOf(news: StateFileNews): string {
  if (isPnpError(news)) return `the state file is not followed: ${news.message} ${news.hint}`;
  if (news) {
    return `connections to ${news.hosts.join(", ")} go to the local hub at ${news.address}:${news.port}`;
  }
  return `no local hub is running (${path}); nothing is redirected until one is. Start one: pnp hub start`;
}

/** A proxy cannot know the hub's names, and the Azure SDKs obey `HTTPS_PROXY`. */
function avoidProxies(): void {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy, NO_PROXY, no_proxy } = process.env;
  if (!(HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy)) return;
  const given = (NO_PROXY ?? no_proxy ?? "").split(",").filter(Boolean);
  const excepted = [...new Set([...given, ...reservedSuffixes])].join(",");
  process.env.NO_PROXY = excepted;
  process.env.no_proxy = excepted;
}

/**
 * What this process starts inherits its environment, but not always its options. In a bundle this module has no file of
 * its own that others could load.
 */
function passOn(url: string | undefined): void {
  if (!url?.endsWith("/hub/redirect.js")) return;
  process.env.NODE_OPTIONS = withImport(process.env.NODE_OPTIONS, url);
}
