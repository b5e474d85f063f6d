import { countOf, isYaml, type RateDocument, readRateDocument } from "../document.ts";
import { applyEdits } from "../edits.ts";
import { touchesLocked } from "../entry-index.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import { keepOneGroup } from "./attention.ts";
import { cutLikeNeighbours } from "./edges.ts";
import type { Fix, Fixer } from "./fix.ts";
import { roundToGrid } from "./grid.ts";
import {
  addAllLayers,
  addMissingLayers,
  correctKey,
  listToMap,
  removeLayersBeyond,
  removeSecondRate,
} from "./layers.ts";
import { meetTarget } from "./mean.ts";
import { removeSecondKey, renameUnknownKey } from "./unknown-keys.ts";
import { addMissingRate, clampRate, percentToFraction, replaceByRate, roundDecimals } from "./values.ts";
import { mendLines } from "./yaml.ts";

/** Who mends what. Most problems of YAML, and files that are not there, need a person. */
const fixers: Partial<Record<ProblemCode, Fixer>> = {
  "yaml-syntax": mendLines,
  "not-a-map": listToMap,
  "unknown-key": renameUnknownKey,
  "key-twice": removeSecondKey,
  "layers-missing": addAllLayers,
  "layer-key-invalid": correctKey,
  "layer-twice": removeSecondRate,
  "layer-missing": addMissingLayers,
  "layer-out-of-range": removeLayersBeyond,
  "rate-missing": addMissingRate,
  "not-a-number": replaceByRate,
  nan: replaceByRate,
  "out-of-range": clampRate,
  percent: percentToFraction,
  "too-many-decimals": roundDecimals,
  "mean-off-target": meetTarget,
  "grid-not-met": roundToGrid,
  "layer-without-kv-group": keepOneGroup,
  "edge-layer-cut-deeper": cutLikeNeighbours,
};

/**
 * The fixes of a problem, best first. None touches the line of a locked layer. In a text that is no YAML nothing is quite
 * what it looks like, so each of its fixes is tried out first.
 */
export function fixesOf(document: RateDocument, problem: Problem): Fix[] {
  const fixes = [...allowedFixes(document, problem)];
  return isYaml(document) ? fixes : fixes.filter((fix) => isMended(document, problem, fix));
}

/** The one of them that "Fix all" takes, which tries out what it does as a whole. */
export function preferredFix(document: RateDocument, problem: Problem): Fix | undefined {
  for (const fix of allowedFixes(document, problem)) if (fix.preferred) return fix;
  return undefined;
}

function* allowedFixes(document: RateDocument, problem: Problem): Generator<Fix> {
  for (const fix of fixers[problem.code]?.(document, problem) ?? []) {
    if (!fix.edits.some(({ range }) => touchesLocked(document, range))) yield fix;
  }
}

function isMended(document: RateDocument, { code }: Problem, { edits }: Fix): boolean {
  const after = readRateDocument(applyEdits(document.text, edits), document.model);
  return (
    countOf(after, code) < countOf(document, code) && countOf(after, "yaml-syntax") <= countOf(document, "yaml-syntax")
  );
}
