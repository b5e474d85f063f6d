import type { CheckOptions } from "../check-options.ts";
import { type KnownModel, type RateDocument, readRateDocument } from "../document.ts";
import { applyEdits, type TextEdit } from "../edits.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import { changesBetween } from "../text-changes.ts";
import { fixesOf } from "./index.ts";

/** What has to be right before the next can be judged: the words, then the layers, then what they add up to. */
const stages: readonly (readonly ProblemCode[])[] = [
  ["not-a-map", "unknown-key", "key-twice", "layer-key-invalid"],
  ["percent", "too-many-decimals", "out-of-range", "layer-out-of-range"],
  ["layer-twice"],
  ["rate-missing", "not-a-number", "nan"],
  ["layers-missing", "layer-missing"],
  ["grid-not-met"],
  ["mean-off-target"],
];

/** Codes whose fix mends all problems of the code at once. */
const ofWholeFile: ReadonlySet<ProblemCode> = new Set(["grid-not-met"]);

/** Fixes can make room for others (a key that is renamed brings its layers); more rounds than this no file needs. */
const MOST_ROUNDS = 16;

/** The edits that apply the preferred fix of every problem, one kind after the other. */
export function fixAll(text: string, model?: KnownModel, options?: CheckOptions): TextEdit[] {
  let fixed = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = nextEdits(readRateDocument(fixed, model, options));
    if (edits.length === 0) break;
    fixed = applyEdits(fixed, edits);
  }
  return changesBetween(text, fixed);
}

/** The preferred fixes of the first stage that has any, as far as they do not get into each other's way. */
function nextEdits(document: RateDocument): TextEdit[] {
  for (const codes of stages) {
    const problems = document.problems.filter(({ code }) => codes.includes(code));
    const edits = together(document, problems);
    if (edits.length > 0) return edits;
  }
  return [];
}

function together(document: RateDocument, problems: readonly Problem[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const problem of problems) {
    if (edits.length > 0 && ofWholeFile.has(problem.code)) break;
    const fix = fixesOf(document, problem).find(({ preferred }) => preferred);
    if (fix && !fix.edits.some((edit) => edits.some((other) => overlap(edit, other)))) edits.push(...fix.edits);
  }
  return edits;
}

function overlap({ range: left }: TextEdit, { range: right }: TextEdit): boolean {
  return left.start <= right.end && right.start <= left.end;
}
