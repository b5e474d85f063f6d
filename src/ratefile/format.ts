import { stringify } from "yaml";
import { RATE_DECIMALS, type RateVector } from "../pruning/rates.ts";
import { rowsOf } from "./rows.ts";

/** What is written into a rate file. */
export interface RateFileContent {
  /** Lines put in front as comments. */
  readonly comments?: readonly string[];
  /** Path of the model folder, as it is to stand in the file. */
  readonly model: string;
  readonly target?: number | undefined;
  readonly rates: RateVector;
}

/** The text of a rate file: five decimals, values in one column, runs of equal layers as ranges. */
export function formatRateFile({ comments = [], model, target, rates }: RateFileContent): string {
  const rows = rowsOf(rates.map((rate, layer) => ({ layer, rate })));
  const width = Math.max(0, ...rows.map(({ key }) => key.length)) + 1;
  return [
    ...comments.flatMap((comment) => comment.split(/\r\n|[\r\n\u2028\u2029]/)).map((line) => `# ${line}`.trimEnd()),
    // A width of 0 keeps a long path on one line.
    `model: ${stringify(model, { lineWidth: 0, defaultStringType: needsQuotes(model) ? "QUOTE_DOUBLE" : "PLAIN" }).trimEnd()}`,
    ...(target === undefined ? [] : [`target: ${target.toFixed(RATE_DECIMALS)}`]),
    "layers:",
    ...rows.map(({ key, value }) => `  ${`${key}:`.padEnd(width)} ${value}`),
    "",
  ].join("\n");
}

/** A path with a line break would become a block scalar, which is correct YAML and a surprise in a rate file. */
function needsQuotes(path: string): boolean {
  return /[\r\n]/.test(path);
}
