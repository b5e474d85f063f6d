import type { LlmSpend } from "../runner.ts";
import { plural } from "./numbers.ts";

/** Answers of an endpoint that does not let the key in. */
const REFUSALS = ["http-401", "http-403"];

/**
 * What has to be said of a search whose LLM was asked and has written none of its candidates, as it is then a search with
 * classical operators under an LLM's name. Undefined when one came, or nothing was asked.
 */
export function llmSilence({ calls, accepted, faults }: LlmSpend): string | undefined {
  if (calls === 0 || accepted !== 0) return undefined;
  const met = Object.entries(faults).map(([kind, times]) => `${kind} ×${times}`);
  const why = met.length > 0 ? ` (${met.join(", ")})` : "";
  const isRefused = REFUSALS.some((kind) => kind in faults);
  const key = isRefused ? " The endpoint does not accept the API key." : "";
  return `No candidate is by the LLM: ${plural(calls, "call")} brought no usable vector${why}, and classical operators stood in.${key}`;
}
