/** Ends of an axis that a person likes, as multiples of a power of ten. */
const LIKED = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/**
 * End of an axis of evaluations. It grows in steps, so that points stand still while the search runs, and never beyond
 * what the search will take.
 */
export function evaluationAxis(newest: number, expected: number): number {
  const roomy = likedAbove(newest);
  return expected >= newest && roomy > expected ? Math.max(1, expected) : roomy;
}

/** The least of the liked ends that is not below a value. */
function likedAbove(value: number): number {
  if (value <= 10) return 10;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = LIKED.find((liked) => liked * power >= value) ?? 10;
  return factor * power;
}
