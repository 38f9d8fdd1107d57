#!/usr/bin/env node
import { processIo } from "./process-io.js";
import { run } from "./run.js";

const { io, flush } = processIo();
const exitCode = await run(process.argv.slice(2), io);
await flush();
process.exit(exitCode);
