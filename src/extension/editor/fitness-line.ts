import type { MeasuredFitness } from "../../protocol/language-server.ts";

/** `perplexity 41.57 · dense 3.76 · uniform 76.55`: short; the protocol is said beside it. */
export function fitnessLine({ perplexity, dense, uniform }: MeasuredFitness): string {
  const parts = [`perplexity ${short(perplexity)}`];
  if (dense !== undefined) parts.push(`dense ${short(dense)}`);
  if (uniform !== undefined) parts.push(`uniform ${short(uniform)}`);
  return parts.join(" · ");
}

function short(perplexity: number): string {
  return perplexity < 1000 ? perplexity.toFixed(2) : perplexity.toPrecision(4);
}
