import { RATE_DECIMALS } from "../../pruning/rates.ts";
import { holdsComment } from "../entry-edits.ts";
import { pairText } from "../rate-text.ts";
import { entryAt, type Fixer, fix } from "./fix.ts";

/** A layer whose whole attention goes keeps one KV group. */
export const keepOneGroup: Fixer = (document, problem) => {
  const entry = entryAt(document, problem);
  const groups = document.model?.shape.layers[entry?.spans[0]?.from ?? -1]?.groups;
  if (!entry?.rate || !groups || groups < 2 || holdsComment(document.text, entry.range)) return [];
  // Rounded down, so that no rounding takes the last group.
  const digits = 10 ** RATE_DECIMALS;
  const attention = Math.floor(((groups - 1) / groups) * digits) / digits;
  return fix("Keep one KV group", [{ range: entry.range, text: pairText({ attention, mlp: entry.rate.mlp }) }], false);
};
