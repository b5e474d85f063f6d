import { UserError } from "../../base/errors.ts";
import { type LayerRate, type RateVector, roundRate, wholeLayerRate } from "../../pruning/rates.ts";

/**
 * Reads rates as others write them:
 * - lists as papers and programs print them, `[0.1, 0.25, …]`, also in percent and with any words around them;
 * - two lists of one length, the first for attention and the second for MLP;
 * - EvoPress' drop configurations: one line for each layer, `none`, `attn`, `mlp` or `attn+mlp` (IST-DASLab/EvoPress,
 *   `layer_drop_config.txt`).
 *
 * @throws UserError `rate-list-unreadable` when the text holds none of these, or rates outside 0 to 1
 */
export function rateListFrom(text: string): RateVector {
  return dropConfiguration(text) ?? printedLists(text);
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

function printedLists(text: string): RateVector {
  const bracketed = [...text.matchAll(/\[([^[\]]*)\]/g)].map(([, inside = ""]) => inside);
  const lists = (bracketed.length > 0 ? bracketed : [text]).map(numbersOf).filter((list) => list.length > 0);
  const [first, second, ...others] = lists;
  if (!first || others.length > 0 || (second && second.length !== first.length)) {
    throw unreadable("There is no list of rates in it, such as [0.1, 0.25].");
  }
  return second ? first.map((attention, layer) => ({ attention, mlp: second[layer] ?? 0 })) : first.map(wholeLayerRate);
}

function numbersOf(list: string): number[] {
  const words = list.split(/[\s,;]+/).filter((word) => word !== "");
  const numbers = words.map((word) => (word.endsWith("%") ? Number(word.slice(0, -1)) / 100 : Number(word)));
  const inPercent = numbers.some((number) => number > 1) && numbers.every((number) => number <= 100);
  const wrong = words.find((_, index) => !isReadable(numbers[index]));
  if (wrong !== undefined) throw unreadable(`"${wrong}" is not a rate.`);
  return numbers.map((number) => roundRate(inPercent ? number / 100 : number));
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
