import type { WindowRange } from "./ports.ts";

/** Below this many paired differences a t-test says nothing. */
const FEWEST_WINDOWS = 4;

/** Share of equally good offspring that one test may drop by chance. */
const ERROR_RATE_QUANTILE = 1.6449; // standard normal, 5 % one-sided

/**
 * The parts in which a candidate's windows are scored: up to a quarter, up to half, all; one part when there is no race
 * or nothing to be decided on so few windows.
 */
export function rungs(windows: number, race: boolean): WindowRange[] {
  const stops = race ? [Math.ceil(windows / 4), Math.ceil(windows / 2)] : [];
  const ends = new Set(stops.map((stop) => Math.max(FEWEST_WINDOWS, stop)).filter((stop) => stop < windows));
  const bounds = [0, ...ends, windows];
  return bounds.slice(1).map((to, index) => ({ from: bounds[index] ?? 0, to }));
}

/**
 * Whether a candidate is worse than its rival beyond what chance explains: a one-sided paired t-test on the losses of
 * the windows that both have seen. Pairing takes out that some windows are harder than others, which is most of the
 * variance (racing as in F-Race, Birattari et al. 2002).
 *
 * @param losses the candidate's losses on the first windows
 * @param rival the rival's losses on at least these windows
 */
export function isClearlyWorse(losses: readonly number[], rival: readonly number[]): boolean {
  const differences = losses.map((loss, window) => loss - (rival[window] ?? Number.NaN));
  const n = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  // An overflow on either side leaves no variance to compare with.
  if (!Number.isFinite(mean)) return !(mean < 0);
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (n - 1);
  return mean > studentQuantile(n - 1) * Math.sqrt(variance / n);
}

/**
 * Upper 5 % point of Student's t distribution: the Cornish-Fisher expansion of Abramowitz & Stegun 26.7.5, within
 * 0.4 % of the tables from three degrees of freedom on.
 */
export function studentQuantile(degrees: number): number {
  const z = ERROR_RATE_QUANTILE;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
