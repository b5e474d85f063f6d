import fc from "fast-check";
import { equalLayers } from "./ratefile-shapes.ts";

/** A file that is well written, with what a mean can be computed of. */
export interface WrittenFile {
  readonly text: string;
  readonly layers: number;
  /** The lines that no fix may touch. */
  readonly lockedLines: readonly string[];
}

const rate = fc.integer({ min: 0, max: 99_999 }).map((units) => (units / 100_000).toFixed(5));
const value = fc.oneof(
  { weight: 5, arbitrary: rate },
  { weight: 2, arbitrary: fc.tuple(rate, rate).map(([attention, mlp]) => `{ attention: ${attention}, mlp: ${mlp} }`) },
  { weight: 1, arbitrary: fc.constant("drop") },
);
const comment = fc.constantFrom("", "", "", " # a comment", " # lock", " # lock, by hand");
const entry = fc.record({ value, comment, span: fc.integer({ min: 1, max: 3 }) }, { noNullPrototype: true });

/** Files of 1 to 24 layers: ranges, halves, dropped blocks, comments, locks, both line breaks, with and without braces. */
export const writtenFile: fc.Arbitrary<WrittenFile> = fc
  .record({
    entries: fc.array(entry, { minLength: 1, maxLength: 8 }),
    target: rate,
    lineBreak: fc.constantFrom("\n", "\r\n"),
    endsOpen: fc.boolean(),
    braces: fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0),
  })
  .map(({ entries, target, lineBreak, endsOpen, braces }) => {
    let next = 0;
    const rows = entries.map(({ span, ...row }) => {
      const from = next;
      next += span;
      return { ...row, key: span === 1 ? `${from}` : `${from}-${next - 1}` };
    });
    const lines = rows.map((row) => `  ${row.key}: ${row.value}${row.comment}`);
    const header = ["# measured on Monday", "model: ../m # the small one", `target: ${target} # wanted`];
    const layers = braces
      ? [`layers: { ${rows.map((row) => `${row.key}: ${row.value}`).join(", ")} }`]
      : ["layers:", ...lines];
    const text = [...header, ...layers].join(lineBreak) + (endsOpen ? "" : lineBreak);
    return { text, layers: next, lockedLines: braces ? [] : lines.filter((line) => line.includes("# lock")) };
  });

/** The model that a written file is of. */
export function modelOf({ layers }: WrittenFile) {
  return { name: "m", shape: equalLayers(layers), parameterBytes: 2 };
}
