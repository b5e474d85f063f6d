/** A rate as a person types it: `0.25`, `.25`, `25 %`, `drop`. Undefined when it is none. */
export function typedRate(text: string): number | undefined {
  const written = text.trim().toLowerCase().replace(",", ".");
  if (written === "drop") return 1;
  const [, digits, sign] = /^(\d+\.?\d*|\.\d+)\s*(%?)$/.exec(written) ?? [];
  if (digits === undefined) return undefined;
  const rate = Number(digits) / (sign === "%" ? 100 : 1);
  return rate <= 1 ? rate : undefined;
}

/** Why a text is no rate, with the way out. */
export function whyNoRate(text: string): string {
  const number = Number(text.trim().replace(",", "."));
  if (number > 1 && number <= 100) return `A rate is at most 1. Write ${text.trim()} % for a percentage.`;
  return "Write a rate from 0 to 1, a percentage such as 25 %, or drop.";
}
