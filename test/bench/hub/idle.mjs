import { printTable } from "../table.mjs";
import { atMost, count } from "./goals.mjs";
import { residentBytes } from "./process-use.mjs";
import { startProgram } from "./program.mjs";

const eachProcess = 2500;

/** What a connected device that says nothing costs the hub. */
export async function idle(bench) {
  const connections = bench.quick ? 2500 : 10_000;
  const hub = startProgram("server.mjs", ["--expose-gc"]);
  const { port } = await bench.startHub(hub, "memory");
  const clients = await hub.call("createDevices", connections);
  const groups = [];
  for (let first = 0; first < connections; first += eachProcess) {
    groups.push(clients.slice(first, first + eachProcess));
  }
  const programs = groups.map(() => startProgram("devices.mjs"));
  await hub.call("collectGarbage");
  const before = residentBytes(hub.pid);
  const start = performance.now();
  await Promise.all(
    programs.map((devices, index) =>
      devices.call("connect", {
        port,
        ca: bench.certificates.caCertificate,
        clients: groups[index],
      }),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  await hub.call("collectGarbage");
  const each = (residentBytes(hub.pid) - before) / connections / 1024;
  for (const program of [...programs, hub]) await program.stop();
  printTable(
    ["idle TLS devices", "KiB each", "connects/s"],
    [[count(connections), each.toFixed(1), count(connections / seconds)]],
  );
  atMost(`${count(connections)} idle TLS devices: memory of each`, each, 45, "KiB");
}
