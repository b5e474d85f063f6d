import type { RateDocument } from "../document.ts";
import { touchesLocked } from "../entry-index.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import { keepOneGroup } from "./attention.ts";
import { cutLikeNeighbours } from "./edges.ts";
import type { Fix, Fixer } from "./fix.ts";
import { roundToGrid } from "./grid.ts";
import {
  addAllLayers,
  addMissingLayers,
  listToMap,
  removeLayersBeyond,
  removeSecondRate,
  turnRange,
} from "./layers.ts";
import { meetTarget } from "./mean.ts";
import { removeSecondKey, renameUnknownKey } from "./unknown-keys.ts";
import { addMissingRate, clampRate, percentToFraction, replaceByRate, roundDecimals } from "./values.ts";

/** Who mends what. Problems of YAML and of files that are not there need a person. */
const fixers: Partial<Record<ProblemCode, Fixer>> = {
  "not-a-map": listToMap,
  "unknown-key": renameUnknownKey,
  "key-twice": removeSecondKey,
  "layers-missing": addAllLayers,
  "layer-key-invalid": turnRange,
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

/** The fixes of a problem, best first. None touches the line of a locked layer. */
export function fixesOf(document: RateDocument, problem: Problem): Fix[] {
  return [...allowedFixes(document, problem)];
}

/** The one of them that "Fix all" takes. */
export function preferredFix(document: RateDocument, problem: Problem): Fix | undefined {
  for (const fix of allowedFixes(document, problem)) if (fix.preferred) return fix;
  return undefined;
}

function* allowedFixes(document: RateDocument, problem: Problem): Generator<Fix> {
  for (const fix of fixers[problem.code]?.(document, problem) ?? []) {
    if (!fix.edits.some(({ range }) => touchesLocked(document, range))) yield fix;
  }
}
