import { roundRate } from "../pruning/rates.ts";
import type { Report } from "./problem.ts";
import { describe, type SyntaxNode } from "./syntax/nodes.ts";

/**
 * Reads a number between 0 and 1, rounded to the five decimals that a rate has.
 * @param what subject of the messages: `The target`, `The rate of layer 3`
 * @returns undefined, with a problem reported, when it cannot be read as one
 */
export function readFraction(node: SyntaxNode, what: string, report: Report): number | undefined {
  const value = node.kind === "scalar" ? node.value : undefined;
  if (typeof value === "number" && value >= 0 && value <= 1) return rounded(value, node, what, report);
  const written = describe(node);
  const percent = percentOf(value);
  if (Number.isNaN(value) || /^[-+]?nan$/i.test(written)) {
    report("nan", `${what} is not a number (NaN).`, node.range);
  } else if (percent !== undefined) {
    report("percent", `${what} is a fraction, not a percentage: write ${percent / 100} for ${written}.`, node.range);
  } else if (typeof value !== "number") {
    report("not-a-number", `${what} must be a number between 0 and 1, not ${written}.`, node.range);
  } else {
    report("out-of-range", `${what} must lie between 0 and 1, not ${written}.`, node.range);
  }
  return undefined;
}

function rounded(value: number, node: SyntaxNode, what: string, report: Report): number {
  const rate = roundRate(value);
  if (rate !== value) {
    const message = `${what} counts with five decimals: ${describe(node)} is read as ${rate}.`;
    report("too-many-decimals", message, node.range);
  }
  return rate;
}

/** 30 for `30`, `30 %` and `"30%"`: nobody who writes 1.2 means a percentage, who writes 12 does. */
export function percentOf(value: unknown): number | undefined {
  if (typeof value === "number") return value >= 2 && value <= 100 ? value : undefined;
  const digits = typeof value === "string" ? /^(\d{1,3}(?:[.,]\d+)?) ?%$/.exec(value)?.[1] : undefined;
  const percent = Number(digits?.replace(",", "."));
  return percent <= 100 ? percent : undefined;
}
