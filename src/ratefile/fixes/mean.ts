import { RATE_DECIMALS } from "../../pruning/rates.ts";
import { balance, type Move, scale, shift } from "../balance.ts";
import type { RateDocument } from "../document.ts";
import { meanOf } from "../mean.ts";
import { partEdits } from "../part-edits.ts";
import { partsOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import { completeRates } from "../rate-file.ts";
import { type Fix, type Fixer, fix } from "./fix.ts";

/**
 * Rates whose mean is not the target move to it: all by the same amount, which are the nearest rates that have it, or all
 * by the same factor. Or the target becomes the mean, which only a person decides. Locked layers and dropped blocks stay.
 */
export const meetTarget: Fixer = (document, problem) => {
  const { target, entries } = document.value;
  if (!target) return [];
  const which = entries.some(({ locked }) => locked) ? "the unlocked rates" : "the rates";
  const shifted = moved(document, target.value, `Shift ${which} to the target (nearest rates)`, shift);
  const scaled = moved(document, target.value, `Scale ${which} to the target`, scale);
  return [
    ...shifted,
    ...scaled.map((each) => ({ ...each, preferred: shifted.length === 0 })),
    ...targetToMean(document, problem.range, false),
  ];
};

/** Writes the mean of the rates as the target. */
export function targetToMean(document: RateDocument, range: TextRange, preferred = true): Fix[] {
  const text = meanText(document);
  return text === undefined ? [] : fix(`Set the target to the mean, ${text}`, [{ range, text }], preferred);
}

/** The mean of the rates as it is written; undefined when it is not known, and when it is no target. */
export function meanText({ value, model }: RateDocument): string | undefined {
  const rates = completeRates(value);
  const mean = rates && meanOf(rates, model?.shape);
  const text = mean?.toFixed(RATE_DECIMALS);
  return text !== undefined && Number(text) < 1 ? text : undefined;
}

function moved(document: RateDocument, target: number, title: string, move: Move): Fix[] {
  const parts = partsOf(document.value);
  const rates = balance(parts, document.model?.shape, target, move);
  return rates ? fix(title, partEdits(document, parts, rates)) : [];
}
