import { isScalar, type Node } from "yaml";
import { roundRate } from "../pruning/rates.ts";
import type { Report } from "./problem.ts";
import { describe, rangeOf } from "./yaml.ts";

/**
 * Reads a number between 0 and 1, rounded to the five decimals that a rate has.
 * @param what subject of the messages: `The target`, `The rate of layer 3`
 * @returns undefined, with a problem reported, when it cannot be read as one
 */
export function readFraction(node: Node, what: string, report: Report): number | undefined {
  const range = rangeOf(node);
  const written = describe(node);
  const value = isScalar(node) ? node.value : undefined;
  if (Number.isNaN(value) || /^[-+]?nan$/i.test(written)) {
    report("nan", `${what} is not a number (NaN).`, range);
    return undefined;
  }
  const percent = percentOf(value);
  if (percent !== undefined) {
    report("percent", `${what} is a fraction, not a percentage: write ${percent / 100} for ${written}.`, range);
    return undefined;
  }
  if (typeof value !== "number") {
    report("not-a-number", `${what} must be a number between 0 and 1, not ${written}.`, range);
    return undefined;
  }
  if (value < 0 || value > 1) {
    report("out-of-range", `${what} must lie between 0 and 1, not ${written}.`, range);
    return undefined;
  }
  const rounded = roundRate(value);
  if (rounded !== value) {
    report("too-many-decimals", `${what} counts with five decimals: ${written} is read as ${rounded}.`, range);
  }
  return rounded;
}

/** 30 for `30`, `30 %` and `"30%"`: nobody who writes 1.2 means a percentage, who writes 12 does. */
function percentOf(value: unknown): number | undefined {
  if (typeof value === "number") return value >= 2 && value <= 100 ? value : undefined;
  const digits = typeof value === "string" ? /^(\d{1,3}(?:\.\d+)?) ?%$/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
