import type { RateDocument } from "../document.ts";
import { lineEnd, lineStart, type TextEdit } from "../edits.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";
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
  const fixes = fixers[problem.code]?.(document, problem) ?? [];
  return fixes.filter(({ edits }) => !touchesLocked(document, edits));
}

function touchesLocked({ text, value }: RateDocument, edits: readonly TextEdit[]): boolean {
  const locked = value.entries.filter((entry) => entry.locked).map((entry) => linesOf(text, entry));
  return locked.some((lines) => edits.some(({ range }) => range.start < lines.end && range.end > lines.start));
}

function linesOf(text: string, { key, range }: LayerEntry): { start: number; end: number } {
  return { start: lineStart(text, key.start), end: lineEnd(text, Math.max(key.end, range.end)) };
}
