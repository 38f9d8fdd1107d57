import process from "node:process";
import { isPnpError } from "../errors.js";
import { installRedirect } from "./redirect-sockets.js";
import { readStateFile, stateFilePath } from "./state-file.js";

/*
 * `node --import twinplug/redirect app.js`: importing this module sends the process's connections to the running
 * local hub. It says so on standard error, because a program that talks to another hub than its author thinks
 * is a nasty surprise.
 */
const path = stateFilePath(process.env);
try {
  const hub = await readStateFile(path);
  if (hub) {
    installRedirect([hub]);
    say(`connections to ${hub.hosts.join(", ")} go to the local hub at ${hub.address}:${hub.port}`);
  } else {
    say(`no local hub is running (${path}); nothing is redirected. Start one with: pnp hub start`);
  }
} catch (error) {
  if (!isPnpError(error)) throw error;
  say(`nothing is redirected: ${error.message} ${error.hint}`);
}

function say(text: string): void {
  process.stderr.write(`twinplug/redirect: ${text}\n`);
}
