/** Evaluations after which their mean time says something. */
const ENOUGH = 3;

/** What is known of how fast a search goes. */
export interface Pace {
  /** Seconds of running so far. */
  readonly elapsed: number;
  readonly evaluations: number;
  readonly expectedEvaluations: number;
  /** Budget of seconds, where there is one. */
  readonly seconds: number | undefined;
}

/** Seconds that a search still takes when it goes on as it did; undefined when too little is known. */
export function secondsLeft({ elapsed, evaluations, expectedEvaluations, seconds }: Pace): number | undefined {
  const budget = seconds === undefined ? Number.POSITIVE_INFINITY : Math.max(0, seconds - elapsed);
  if (evaluations < ENOUGH) return Number.isFinite(budget) ? budget : undefined;
  const left = Math.max(0, expectedEvaluations - evaluations);
  return Math.min(budget, (left * elapsed) / evaluations);
}
