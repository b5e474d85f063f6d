import type { Random } from "../../src/base/random.ts";

/** A rate file with everything that one may hold. */
export const wholeRateFile = `# lock and key
version: 1
model: ../models/llama-2-7b
target: 0.30
tolerance: 0.001
notes: |
  0: 0.3
  1: 0.3
  2: 0.3
  3: 0.3
layers:
  0: 0.05000 # lock
  1: { attention: 0.12500, mlp: 0.25000 }
  2-5: 0.28000
  6: drop
  7: { attention: drop, mlp: 0.50000 }
  8: 0.3
  9: 0.31
  10, 12: 0.3
  11: 0.3
  13: 0.3
  14: 0.3 # with a comment
  15: 0.3
  16: 0.3
  17: 0.3
`;

/** The same layers as programs write them that know no braces, with remarks between them. */
export const spreadRateFile = `model: m
target: 0.30
layers:
${Array.from({ length: 14 }, (_, layer) => (layer % 3 === 0 ? "  # a remark\n" : layer % 5 === 0 ? "\n" : "") + (layer % 4 === 3 ? `  ${layer}: 0.25 # one\n` : `  ${layer}:${layer % 2 === 0 ? " # lock" : ""}\n    attention: 0.2 # half\n    mlp: 0.3\n`)).join("")}`;

/** A short one, for checks by the hundred thousand. */
export const smallRateFile = `model: m
target: 0.3
layers:
  0: 0.05 # lock
  1: { attention: drop, mlp: 0.25 }
  2-4: 0.28
  5: drop
`;

/** Pieces of YAML that change what the rest of a file means. */
const shards =
  "\n|  |\t|:|: |- |,|{|}|[|]|\"|'|#| #|# lock|&a |*a|!!str |!!set |!!omap |<<|? |---\n|...\n|%YAML 1.1\n||>\n|\r|\r\n|\0|\u2028|\ud800|\ufeff|.nan|.inf|1e999|0x1F|~|99999999999|layers:\n|  3: 0.3\n|target: |0.3|-1|30 %|drop".split(
    "|",
  );

/** A text with some of its places cut out or overwritten: mostly no rate file any more, but close to one. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let edits = 1 + random.integer(5); edits > 0; edits--) {
    const at = random.integer(result.length + 1);
    const removed = random.integer(4) === 0 ? random.integer(30) : random.integer(3);
    const inserted = shards[random.integer(shards.length)] ?? "";
    result = result.slice(0, at) + inserted + result.slice(at + removed);
  }
  return result;
}
