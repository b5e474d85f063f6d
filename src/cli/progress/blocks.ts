const eighths = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A filled share of `width` cells: `██████░░░░`. */
export function bar(share: number, width: number): string {
  const filled = Math.round(clamp(share) * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** Values as columns of at most `width` cells, the smallest lowest and the largest full. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = resample(values, width);
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return columns(shown.map((value) => (span === 0 ? 0 : (value - low) / span)));
}

/** Shares from 0 to 1 as columns on that fixed scale, at most `width` of them. */
export function shares(values: readonly number[], width: number): string {
  return columns(resample(values, width));
}

/** At most `width` values: neighbours are averaged into equal buckets where there are more. */
export function resample(values: readonly number[], width: number): number[] {
  if (width < 1) return [];
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, cell) => {
    const from = Math.floor((cell * values.length) / width);
    const to = Math.floor(((cell + 1) * values.length) / width);
    const bucket = values.slice(from, to);
    return bucket.reduce((sum, value) => sum + value, 0) / bucket.length;
  });
}

function columns(values: readonly number[]): string {
  return values.map((value) => eighths[Math.round(clamp(value) * (eighths.length - 1))]).join("");
}

/** Also makes 0 of NaN. */
function clamp(share: number): number {
  return share > 0 ? Math.min(1, share) : 0;
}
