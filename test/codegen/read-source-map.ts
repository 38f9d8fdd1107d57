import type { Mapping } from "../../src/codegen/source-map.js";

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Written from the format's description, the other way round than the printer. */
function readVlqs(text: string): number[] {
  const numbers: number[] = [];
  let number = 0n;
  let shift = 0n;
  for (const character of text) {
    const digit = BigInt(digits.indexOf(character));
    number |= (digit & 31n) << shift;
    shift += 5n;
    if ((digit & 32n) !== 0n) continue;
    numbers.push(Number(number & 1n ? -(number >> 1n) : number >> 1n));
    number = 0n;
    shift = 0n;
  }
  return numbers;
}

/** The mappings of a source map, in the order of the generated text. */
export function readMappings(text: string): Mapping[] {
  const { sources, mappings } = JSON.parse(text) as { sources: string[]; mappings: string };
  let [source, line, column] = [0, 0, 0];
  return mappings.split(";").flatMap((segments, generatedLine) => {
    let generatedColumn = 0;
    return segments
      .split(",")
      .filter((segment) => segment !== "")
      .map((segment) => {
        const [a = 0, b = 0, c = 0, d = 0] = readVlqs(segment);
        generatedColumn += a;
        source += b;
        line += c;
        column += d;
        return {
          generated: { line: generatedLine, column: generatedColumn },
          source: sources[source] ?? "",
          original: { line, column },
        };
      });
  });
}
