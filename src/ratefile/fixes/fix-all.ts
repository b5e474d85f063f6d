import type { CheckOptions } from "../check-options.ts";
import { countOf, isYaml, type KnownModel, type RateDocument, readRateDocument } from "../document.ts";
import { applyEdits, type TextEdit } from "../edits.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import { countUpTo } from "../sorted.ts";
import { changesBetween } from "../text-changes.ts";
import { preferredFix } from "./index.ts";

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

const yamlStage: typeof stages = [["yaml-syntax"]];

/** Codes whose fix mends all problems of the code at once. */
const ofWholeFile: ReadonlySet<ProblemCode> = new Set(["grid-not-met"]);

/** Fixes can make room for others (a key that is renamed brings its layers); more rounds than this no file needs. */
const MOST_ROUNDS = 16;

/**
 * The edits that apply the preferred fix of every problem, one kind after the other. Of a text that is no YAML only that is
 * mended, as far as it can be.
 */
export function fixAll(text: string, model?: KnownModel, options?: CheckOptions): TextEdit[] {
  let document = readRateDocument(text, model, options);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = nextEdits(document);
    const fixed = edits.length > 0 ? readRateDocument(applyEdits(document.text, edits), model, options) : undefined;
    if (!fixed || !isAdvance(document, fixed)) break;
    document = fixed;
  }
  return changesBetween(text, document.text);
}

/** Where YAML is mended it has to become better, and elsewhere it must not break. */
function isAdvance(before: RateDocument, after: RateDocument): boolean {
  return isYaml(before) ? isYaml(after) : countOf(after, "yaml-syntax") < countOf(before, "yaml-syntax");
}

/** The preferred fixes of the first stage that has any, as far as they do not get into each other's way. */
function nextEdits(document: RateDocument): TextEdit[] {
  for (const codes of isYaml(document) ? stages : yamlStage) {
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
    const fix = preferredFix(document, problem);
    if (fix?.edits.every((edit) => isClear(edits, edit))) for (const edit of fix.edits) insert(edits, edit);
  }
  return edits;
}

/** Whether an edit is in nobody's way, among edits by their place of which none is in another's way. */
function isClear(edits: readonly TextEdit[], edit: TextEdit): boolean {
  const at = countUpTo(edits, edit.range.start, startOf);
  return [edits[at - 1], edits[at]].every((other) => !other || !areInTheWay(other, edit));
}

/** Lines that both go may touch; what is inserted beside an edit could mean something else after it. */
function areInTheWay({ range: one }: TextEdit, { range: other }: TextEdit): boolean {
  const isInsertion = one.start === one.end || other.start === other.end;
  return isInsertion
    ? one.start <= other.end && other.start <= one.end
    : one.start < other.end && other.start < one.end;
}

function insert(edits: TextEdit[], edit: TextEdit): void {
  edits.splice(countUpTo(edits, edit.range.start, startOf), 0, edit);
}

function startOf({ range }: TextEdit): number {
  return range.start;
}
