import { wireFitness } from "../fitness.ts";
import type { Fitness } from "../runner.ts";

/** `1:02:03`, `4:05`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const parts = [minutes % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return minutes < 60 ? `${minutes}:${parts[1]}` : `${Math.floor(minutes / 60)}:${parts.join(":")}`;
}

/** `950`, `12.3k`, `4.5M`. */
export function count(value: number): string {
  if (value < 1000) return String(value);
  return value < 1e6 ? `${(value / 1000).toFixed(1)}k` : `${(value / 1e6).toFixed(1)}M`;
}

/** A number with what it counts: `1 call`, `2 calls`. */
export function plural(value: number, one: string): string {
  return `${value} ${one}${value === 1 ? "" : "s"}`;
}

/** `1 evaluation`. Racing makes fractions of them: `123.4 evaluations`. */
export function evaluationsText(evaluations: number): string {
  return plural(Number(evaluations.toFixed(1)), "evaluation");
}

/** `30.0 %`. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** A perplexity or divergence by all its decimals: `–` when there is none yet, `∞` for a model that was cut to pieces. */
export function fitnessText(value: Fitness | undefined): string {
  if (value === undefined) return "–";
  const known = wireFitness(value);
  if (known === null) return "∞";
  return known < 1e7 ? known.toFixed(5) : known.toExponential(3);
}

/** The same in five significant digits, where there is little room. */
export function shortFitness(value: Fitness | undefined): string {
  const known = value === undefined ? null : wireFitness(value);
  if (known === null) return fitnessText(value);
  return known < 1e5 ? known.toPrecision(5) : known.toExponential(1);
}
