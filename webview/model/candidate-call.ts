import type { LlmCall, LlmSpend } from "../../src/protocol/runner.ts";
import { duration } from "../../src/protocol/text/numbers.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import type { Fact } from "./candidate-facts.ts";
import { grouped } from "./candidate-words.ts";

/** What a call took, or several. */
type Spend = Pick<LlmSpend, "money" | "inputTokens" | "outputTokens">;

/** Which of an answer's vectors a candidate is, as far as can be told: the nearest of its length. */
export function writtenVector({ vectors }: LlmCall, { rates }: Candidate): number | undefined {
  const wanted = rates.map(({ attention, mlp }) => (attention + mlp) / 2);
  const distances = vectors.map((vector) => distance(vector, wanted));
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : undefined;
}

/** A vector as it was read: `0.3, 0.25, not a number`. */
export function vectorText(vector: readonly (number | null)[]): string {
  return vector.map((value) => (value === null ? "not a number" : String(value))).join(", ");
}

/** What a call took, and what went wrong. */
export function callFacts(call: LlmCall): readonly Fact[] {
  const { inputTokens, outputTokens, seconds, calls, faults, problem } = call.outcome;
  const met = Object.entries(faults).map(([kind, times]) => `${kind} ×${times}`);
  return [
    { name: "Asked at", value: call.startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC") },
    { name: "Latency", value: latencyText(seconds), ...(calls > 1 && { note: `${calls} tries` }) },
    {
      name: "Tokens",
      value: `${grouped(inputTokens)} in, ${grouped(outputTokens)} out`,
      ...(call.tokensEstimated && { note: "estimated: the endpoint did not count them" }),
    },
    { name: "Cost", value: moneyText(call.outcome) },
    ...(call.retry ? [{ name: "Asked again", value: "for what the first answer lacked" }] : []),
    ...(met.length > 0 ? [{ name: "Faults", value: met.join(", ") }] : []),
    ...(problem === undefined ? [] : [{ name: "Problem", value: problem }]),
  ];
}

/** USD with four digits after the point. Prices are a setting: tokens that cost nothing have none. */
export function moneyText({ money, inputTokens, outputTokens }: Spend): string {
  if (money > 0) return `$${money.toFixed(4)}`;
  return inputTokens + outputTokens > 0 ? "no price set" : "$0";
}

/** `340 ms`, `2.4 s`, `1:20`. */
export function latencyText(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

/** Percentages are read as such, as the repair of a vector does. */
function distance(vector: readonly (number | null)[], wanted: readonly number[]): number {
  if (vector.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const numbers = vector.map((value) => value ?? Number.POSITIVE_INFINITY);
  const scale = numbers.some((value) => value > 1) ? 100 : 1;
  return Math.hypot(...numbers.map((value, layer) => value / scale - (wanted[layer] ?? 0)));
}
