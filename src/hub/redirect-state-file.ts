import { statSync } from "node:fs";
import { isPnpError, type PnpError } from "../errors.js";
import type { HubDescription } from "./description.js";
import { checkTarget, installRedirectSource } from "./redirect-sockets.js";
import { readStateFileSync } from "./state-file.js";

/** What a state file has come to: a hub that runs, none, or nothing that can be followed. */
export type StateFileNews = HubDescription | PnpError | undefined;

/**
 * Sends this process's connections to the hub that a state file names, and goes on doing so when it is another one: a hub
 * that was killed may come back on another port and with another CA, and one that is started later is found too. The
 * file is looked at when a connection to a reserved name is opened, and read when it is not the one that was read
 * before. What has been read is told, the first time at once.
 */
export function followStateFile(path: string, tell: (news: StateFileNews) => void): void {
  /** By name: a hub that is gone keeps its port, where connections are refused until it is back. */
  const known = new Map<string, HubDescription>();
  let lastRead: string | undefined;
  const look = (): readonly HubDescription[] => {
    const version = versionOf(path);
    if (version === undefined || version === lastRead) return [...known.values()];
    lastRead = version;
    const news = read(path);
    if (news && !isPnpError(news)) known.set(news.name, news);
    tell(news);
    return [...known.values()];
  };
  look();
  if (lastRead === undefined) tell(undefined);
  installRedirectSource(look);
}

/** Another one for each file that was ever put there; nothing while there is none. */
function versionOf(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found && `${found.ino} ${found.mtimeNs} ${found.size}`;
  } catch {
    // Reading it tells why.
    return "unreadable";
  }
}

/** A connection must not fail for a file that it may not need. */
function read(path: string): StateFileNews {
  try {
    const hub = readStateFileSync(path);
    if (hub) checkTarget(hub);
    return hub;
  } catch (error) {
    if (isPnpError(error)) return error;
    throw error;
  }
}
