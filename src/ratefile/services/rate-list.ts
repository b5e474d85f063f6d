import { UserError } from "../../base/errors.ts";
import { type LayerRate, type RateVector, roundRate, wholeLayerRate } from "../../pruning/rates.ts";
import { ratesOfExport } from "./own-exports.ts";

/**
 * Reads rates as others write them:
 * - lists as papers and programs print them, `[0.1, 0.25, …]`, also in percent and with any words around them, as tuples,
 *   as NumPy and PyTorch print their numbers, and with decimal commas where something else stands between the numbers;
 * - two lists of one length, the first for attention and the second for MLP;
 * - maps from all layers to their rates, `{0: 0.1, 1: 0.25}`;
 * - EvoPress' drop configurations: one line for each layer, `none`, `attn`, `mlp` or `attn+mlp` (IST-DASLab/EvoPress,
 *   `layer_drop_config.txt`);
 * - what a rate file is exported as, in every form.
 *
 * @throws UserError `rate-list-unreadable` when the text holds none of these, or rates outside 0 to 1
 */
export function rateListFrom(text: string): RateVector {
  return dropConfiguration(text) ?? ratesOfExport(text) ?? printedLists(valuesOfMap(text) ?? text);
}

const dropped: ReadonlyMap<string, LayerRate> = new Map([
  ["none", { attention: 0, mlp: 0 }],
  ["attn", { attention: 1, mlp: 0 }],
  ["mlp", { attention: 0, mlp: 1 }],
  ["attn+mlp", { attention: 1, mlp: 1 }],
]);

function dropConfiguration(text: string): RateVector | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const rates = lines.filter((line) => line !== "").map((line) => dropped.get(line));
  return rates.length > 0 && rates.every((rate) => rate !== undefined) ? rates : undefined;
}

/** The values of a map whose keys are the layers from 0 on. */
function valuesOfMap(text: string): string | undefined {
  const pairs = text
    .trim()
    .replace(/^\{([^{}]*)\}$/, "$1")
    .split(/[,\n]/)
    .filter((pair) => pair.trim() !== "")
    .map((pair) => /^\s*(["']?)(\d+)\1\s*:\s*(\S+)\s*$/.exec(pair));
  const isMap = pairs.length > 0 && pairs.every((pair, layer) => Number(pair?.[2]) === layer);
  return isMap ? pairs.map((pair) => pair?.[3]).join(" ") : undefined;
}

function printedLists(text: string): RateVector {
  const lists = enclosed(text)
    .map(numbersOf)
    .filter((list) => list.length > 0);
  const [first, second, ...others] = lists;
  if (!first || others.length > 0 || (second && second.length !== first.length)) {
    throw unreadable("There is no list of rates in it, such as [0.1, 0.25].");
  }
  return second ? first.map((attention, layer) => ({ attention, mlp: second[layer] ?? 0 })) : first.map(wholeLayerRate);
}

/** What stands in brackets, or else in the parentheses around all of it, or else all of it. */
function enclosed(text: string): string[] {
  const bracketed = [...text.matchAll(/\[([^[\]]*)\]/g)].map(([, inside = ""]) => inside);
  return bracketed.length > 0 ? bracketed : [/^\s*\(([^()]*)\)\s*$/.exec(text)?.[1] ?? text];
}

function numbersOf(list: string): number[] {
  const words = wordsOf(list);
  const numbers = words.map(numberOf);
  const inPercent = numbers.some((number) => number > 1) && numbers.every((number) => number <= 100);
  const wrong = words.find((_, index) => !isReadable(numbers[index]));
  if (wrong !== undefined) throw unreadable(`"${wrong.slice(0, LONGEST)}" is not a rate.`);
  return numbers.map((number) => roundRate(inPercent ? number / 100 : number));
}

/** Characters of a word that an error repeats. */
const LONGEST = 40;

/** Each begins where its run does: from anywhere in it, a long run that is neither would be gone through again and again. */
const WRAPPED = /(?<![\w.])[a-z][\w.]*\(([^()]*)\)/gi;
const BLANK_PERCENT = /(?<![ \t])[ \t]+%/g;

function wordsOf(list: string): string[] {
  const plain = list
    .replaceAll(/#.*$/gm, "")
    // `np.float64(0.1)`, `tensor(0.1, device='cuda:0')`
    .replaceAll(WRAPPED, (_, inside: string) => inside.split(",", 1)[0]?.trim() ?? "")
    .replaceAll(BLANK_PERCENT, "%");
  const spaced = plain.split(/[\s;]+/).filter((word) => word !== "");
  const isDecimalComma = spaced.length > 1 && spaced.every((word) => /^\d+(?:,\d+)?%?$/.test(word));
  if (isDecimalComma) return spaced.map((word) => word.replace(",", "."));
  return plain.split(/[\s,;]+/).filter((word) => word !== "");
}

/** NaN for what is no number as people write them. */
function numberOf(word: string): number {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?$/i.test(word)) return Number.NaN;
  return word.endsWith("%") ? Number(word.slice(0, -1)) / 100 : Number(word);
}

function isReadable(number: number | undefined): boolean {
  return number !== undefined && number >= 0 && number <= 100;
}

function unreadable(sentence: string): UserError {
  return new UserError(
    "rate-list-unreadable",
    `The rates cannot be read. ${sentence}`,
    "Copy a list of numbers between 0 and 1, one for each layer, or a drop configuration of EvoPress.",
  );
}
