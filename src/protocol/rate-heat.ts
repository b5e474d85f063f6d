/** Colours of the heat scale of rates, from what keeps everything to what goes: `selfPruner.rate1` and on in package.json. */
export const HEATS = 8;

/** Where a rate lies on the heat scale, 0 to {@link HEATS} − 1: alike beside the text and in the rate editor. */
export function heatOf(rate: number): number {
  return Math.min(HEATS - 1, Math.floor(rate * HEATS));
}
