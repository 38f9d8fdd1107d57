import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import {
  collect,
  countArgument,
  positiveArgument,
  withConnection,
  withOutput,
} from "../options.js";
import type { Outcome } from "../outcome.js";

/** Identities, their secrets, and automatic configurations. */
export function addRegistryCommands(program: Command, io: Io, outcome: Outcome): void {
  addIdentityGroup(program, "device", io, outcome);
  addIdentityGroup(program, "module", io, outcome);
  addSas(program, io);
  addConfigurationGroup(program, io);
}

/** `device` and `module` have the same commands; a module is named with its device. */
function addIdentityGroup(
  program: Command,
  kind: "device" | "module",
  io: Io,
  outcome: Outcome,
): void {
  const group = program.command(kind).description(`${kind} identities of the hub's registry`);
  const add = (name: string, description: string): Command => {
    const command = withConnection(withOutput(group.command(name))).description(description);
    return kind === "device"
      ? command
      : command.requiredOption("-d, --device <id>", "the device of the module");
  };

  add("list", `list the ${kind}s`).action(async (options) =>
    (await import("../commands/identity-list.js")).listIdentities(kind, options, io),
  );

  add("show", `show one ${kind}; without its keys`)
    .argument(`<${kind}>`, `id of the ${kind}`)
    .action(async (id, options) =>
      (await import("../commands/identity-list.js")).showIdentity(kind, id, options, io),
    );

  withSettings(add("create", `create ${kind}s; several in one request`), kind)
    .argument(`<${kind}s...>`, `ids of the ${kind}s`)
    .option("--if-missing", "leave one that exists already as it is, and show it")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (ids, options) => {
      const { createIdentities } = await import("../commands/identity-create.js");
      outcome.exitCode = await createIdentities(kind, ids, options, io);
    });

  withSettings(add("update", `change a ${kind}; what is not named stays`), kind)
    .argument(`<${kind}>`, `id of the ${kind}`)
    .option("--if-match <etag>", "refuse when it has another etag; default: the etag just read")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (id, options) =>
      (await import("../commands/identity-update.js")).updateIdentity(kind, id, options, io),
    );

  add("delete", `delete ${kind}s with their twins; several in one request`)
    .argument(`<${kind}s...>`, `ids of the ${kind}s`)
    .option("--if-match <etag>", "refuse when it has another etag; for one only")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (ids, options) => {
      const { deleteIdentities } = await import("../commands/identity-delete.js");
      outcome.exitCode = await deleteIdentities(kind, ids, options, io);
    });

  add("keys", `show the symmetric keys of a ${kind}: secrets`)
    .argument(`<${kind}>`, `id of the ${kind}`)
    .addOption(
      new Option("--regenerate <which>", "make keys new first").choices([
        "primary",
        "secondary",
        "both",
      ]),
    )
    .option("--dry-run", "with --regenerate: print the request, send nothing")
    .action(async (id, options) =>
      (await import("../commands/identity-keys.js")).showKeys(kind, id, options, io),
    );

  add("connection-string", `show what a ${kind} connects with: a secret`)
    .argument(`<${kind}>`, `id of the ${kind}`)
    .addOption(
      new Option("--key <which>", "the key in it")
        .choices(["primary", "secondary"])
        .default("primary"),
    )
    .action(async (id, options) =>
      (await import("../commands/identity-keys.js")).showConnectionString(kind, id, options, io),
    );
}

function withSettings(command: Command, kind: "device" | "module"): Command {
  if (kind === "device") {
    command
      .addOption(
        new Option("--status <status>", "whether it may connect").choices(["enabled", "disabled"]),
      )
      .option("--reason <text>", "why it has this status; empty removes it");
  } else {
    command.option("--managed-by <text>", "who looks after it; empty removes it");
  }
  return command
    .option("--primary-key <base64>", "a key of your own instead of the hub's; @file reads a file")
    .option("--secondary-key <base64>", "the other key, needed with the first")
    .option("--thumbprint <hex>", "SHA-1 or SHA-256 of its certificate (once or twice)", collect)
    .option("--x509-ca", "it signs in with a certificate that a known authority has signed");
}

function addSas(program: Command, io: Io): void {
  withConnection(withOutput(program.command("sas")))
    .description("make a SAS token: of the policy signed in with, or of a device or module")
    .option("-d, --device <id>", "with the key of this device")
    .option("-m, --module <id>", "with the key of this module of it")
    .option("--valid <seconds>", "how long it is good", positiveArgument, 3600)
    .action(async (options) => (await import("../commands/sas.js")).sas(options, io));
}

function addConfigurationGroup(program: Command, io: Io): void {
  const group = program.command("configuration").description("automatic configurations");
  const add = (name: string, description: string): Command =>
    withConnection(withOutput(group.command(name))).description(description);
  const change = (command: Command): Command =>
    command
      .argument("<id>", "lower-case letters, digits and some punctuation")
      .option("--target-condition <condition>", "for which devices: what follows WHERE in a query")
      .option("--priority <number>", "the higher one wins", countArgument)
      .option("--label <name=value>", "a label (repeatable)", collect)
      .option("--metric <name=query>", "a metric (repeatable)", collect)
      .option("--dry-run", "print the exact request, send nothing");

  add("list", "list the configurations").action(async (options) =>
    (await import("../commands/configuration-read.js")).listConfigurations(options, io),
  );
  add("show", "show a configuration")
    .argument("<id>", "id of the configuration")
    .action(async (id, options) =>
      (await import("../commands/configuration-read.js")).showConfiguration(id, options, io),
    );
  change(add("create", "create a configuration"))
    .requiredOption(
      "--content <json>",
      "deviceContent or moduleContent as JSON; @file, or - for standard input",
    )
    .action(async (id, options) =>
      (await import("../commands/configuration-write.js")).createConfiguration(id, options, io),
    );
  change(add("update", "change a configuration; what is not named stays"))
    .option("--if-match <etag>", "refuse when it has another etag; default: the etag just read")
    .action(async (id, options) =>
      (await import("../commands/configuration-write.js")).updateConfiguration(id, options, io),
    );
  add("delete", "delete a configuration")
    .argument("<id>", "id of the configuration")
    .option("--if-match <etag>", "refuse when it has another etag")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (id, options) =>
      (await import("../commands/configuration-write.js")).deleteConfiguration(id, options, io),
    );
}
