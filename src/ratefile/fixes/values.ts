import { RATE_DECIMALS, roundRate } from "../../pruning/rates.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { RateDocument } from "../document.ts";
import { insertion, lineEnd, lineStart } from "../edits.ts";
import { holdsComment } from "../entry-edits.ts";
import { fillingRate } from "../filling-rate.ts";
import { percentOf } from "../fraction.ts";
import type { Problem, TextRange } from "../problem.ts";
import { pairText, rateText } from "../rate-text.ts";
import { entryAt, type Fix, type Fixer, fix } from "./fix.ts";
import { meanText, targetToMean } from "./mean.ts";

/** A percentage becomes the fraction that it means. */
export const percentToFraction: Fixer = (document, problem) => {
  const written = unquoted(writtenAt(document, problem));
  const percent = percentOf(written) ?? percentOf(Number(written));
  if (percent === undefined || (isTarget(document, problem) && percent === 100))
    return targetToMean(document, problem.range);
  return write(problem, entryAt(document, problem) ? rateText(percent / 100) : (percent / 100).toFixed(RATE_DECIMALS));
};

/** More than five decimals are rounded, to what they are read as. */
export const roundDecimals: Fixer = (document, problem) => {
  const rate = roundRate(Number(writtenAt(document, problem)));
  return write(problem, entryAt(document, problem) ? rateText(rate) : rate.toFixed(RATE_DECIMALS));
};

/** A rate beyond 0 or 1 becomes that; a target beyond them is no wish, and becomes the mean of the rates. */
export const clampRate: Fixer = (document, problem) => {
  const toMean = isTarget(document, problem) ? targetToMean(document, problem.range) : [];
  if (toMean.length > 0) return toMean;
  if (writtenAt(document, problem).startsWith("-")) return write(problem, rateText(0));
  if (isTarget(document, problem)) return [];
  return write(problem, entryAt(document, problem) ? rateText(1) : (1).toFixed(RATE_DECIMALS));
};

/** What is no number becomes the number or word that was meant, or else the rate that meets the target. */
export const replaceByRate: Fixer = (document, problem) => {
  const entry = entryAt(document, problem);
  if (isTarget(document, problem)) return targetToMean(document, problem.range);
  // What stands behind a key that is no layer is of no layer.
  if (!entry || entry.spans.length === 0) return [];
  const written = writtenAt(document, problem);
  const range = withTag(document, problem.range);
  const meant = meantBy(unquoted(written));
  const filling = rateText(fillingRate(document));
  return [
    ...(meant === undefined ? [] : write({ range }, meant)),
    ...fix(
      `Change to ${filling}, the rate that is missing to the target`,
      [{ range, text: filling }],
      meant === undefined,
    ),
  ];
};

/** A rate that is not given becomes that of the layer's other half, or else the rate that meets the target. */
export const addMissingRate: Fixer = (document, problem) => {
  const entry = entryAt(document, problem);
  if (!entry) return fillTarget(document, problem);
  const filling = fillingRate(document);
  const { key, range } = entry;
  if (key.start === range.start) return valueBehind(document, key.end, rateText(filling));
  if (holdsComment(document.text, range)) return [];
  const other = otherHalf(document.text.slice(range.start, range.end)) ?? filling;
  const text = pairText({ attention: other, mlp: other });
  return fix(`Change to ${text}`, [{ range, text }]);
};

/** A value with its YAML tag: `!!str 0.3` is no number whatever follows. */
function withTag({ text }: RateDocument, { start, end }: TextRange): TextRange {
  const tag = /![^\s,{}]*[ \t]+$/.exec(text.slice(lineStart(text, start), start));
  return { start: start - (tag?.[0].length ?? 0), end };
}

/** Whether a problem is of the value of `target`. */
function isTarget({ root }: RateDocument, { range }: Problem): boolean {
  const target = root?.kind === "map" ? root.entries.find(({ key }) => key === "target")?.value : undefined;
  return target?.range.start === range.start;
}

function write({ range }: Pick<Problem, "range">, text: string): Fix[] {
  return fix(`Change to ${text}`, [{ range, text }]);
}

function writtenAt({ text }: RateDocument, { range }: Problem): string {
  return text.slice(range.start, range.end);
}

function unquoted(written: string): string {
  return written.replace(/^(["'])(.*)\1$/, "$2");
}

/** `0,3` is 0.3 where people write decimals with a comma; `drp` is `drop`. */
function meantBy(written: string): string | undefined {
  if (/^[01][,.]\d+$/.test(written)) {
    const rate = Number(written.replace(",", "."));
    return rate <= 1 ? rateText(rate) : undefined;
  }
  return didYouMean(written, ["drop"]);
}

/** The one rate that stands in a layer's map. */
function otherHalf(written: string): number | undefined {
  const rates = [...written.matchAll(/:\s*(drop\b|[01]?\.?\d+\b)/g)].map(([, rate]) =>
    rate === "drop" ? 1 : Number(rate),
  );
  return rates.length === 1 && rates[0] !== undefined && rates[0] <= 1 ? rates[0] : undefined;
}

function fillTarget(document: RateDocument, { range }: Problem): Fix[] {
  const mean = document.text.slice(range.start, range.end) === "target" ? meanText(document) : undefined;
  return mean === undefined ? [] : valueBehind(document, range.end, mean);
}

/** Writes a value behind the colon that follows a key on its line; in braces a key may have none. */
function valueBehind({ text, value: { block } }: RateDocument, keyEnd: number, value: string): Fix[] {
  const colon = /^[ \t]*:/.exec(text.slice(keyEnd, lineEnd(text, keyEnd)));
  if (colon) return fix(`Change to ${value}`, [insertion(keyEnd + colon[0].length, ` ${value}`)]);
  return block?.flow ? fix(`Change to ${value}`, [insertion(keyEnd, `: ${value}`)]) : [];
}
