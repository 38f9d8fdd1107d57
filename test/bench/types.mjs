// What typed clients cost the compiler: type instantiations and seconds of checking, for each route, side, compiler and
// size. `more for each` is what one Interface more costs, counted from the size before.
//
//   npm run build && node test/bench/types.mjs [--json | --budget] [sizes, as 15,50] [routes, as generated,inferred] [compilers]
//
// `--budget` writes the figures to test/types/budget.json, which a test holds them to.
import { writeFileSync } from "node:fs";
import { printTable } from "./table.mjs";
import { compilers, measure, projectFiles, routes, sides } from "./type-project.mjs";

const args = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const sizes = (args[0] ?? "15,50,150,300").split(",").map(Number);
const chosen = args[1]?.split(",") ?? routes;
const judges = args[2]?.split(",") ?? compilers;

const rows = [];
for (const route of chosen) {
  for (const side of sides) {
    for (const compiler of judges) {
      let before;
      for (const size of sizes) {
        const { instantiations, seconds } = measure(projectFiles(route, side, size), compiler);
        const more = before && (instantiations - before.instantiations) / (size - before.size);
        rows.push({ route, side, compiler, size, instantiations, more, seconds });
        before = { size, instantiations };
      }
    }
  }
}

if (process.argv.includes("--budget")) {
  const instantiations = Object.fromEntries(
    rows.map((row) => [`${row.route} ${row.side} ${row.compiler} ${row.size}`, row.instantiations]),
  );
  const text = JSON.stringify({ sizes, instantiations }, null, 2);
  writeFileSync(new URL("../types/budget.json", import.meta.url), `${text}\n`);
}

if (process.argv.includes("--json")) console.log(JSON.stringify(rows));
else {
  printTable(
    [
      "route",
      "side",
      "compiler",
      "interfaces",
      "instantiations",
      "for each",
      "more for each",
      "check s",
    ],
    rows.map(({ route, side, compiler, size, instantiations, more, seconds }) => [
      route,
      side,
      compiler,
      size,
      instantiations,
      (instantiations / size).toFixed(0),
      more?.toFixed(0) ?? "",
      seconds,
    ]),
  );
}
