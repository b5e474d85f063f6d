/** Longest default window: the length most papers on pruning report perplexity with. */
const LONGEST = 2048;

/** Tokens in a window when the person names no number: what the model was made for, up to 2048. */
export function defaultSeqlen(maxPositions: number): number {
  return Math.min(maxPositions, LONGEST);
}
