import type { EditedRates, ProblemSummary, RateFileView } from "../../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";
import { countOf, grouped, partNames, ratePercent } from "../../model/candidate-words.ts";
import { partRate, rateText } from "./layer-values.ts";

/** What the words about a layer are made of. */
export interface WordsAbout {
  readonly rates: EditedRates;
  readonly model: RateFileView["model"];
  readonly part: LayerPart;
  readonly shares: readonly number[];
}

/** A number of the header with what is said below it. */
export interface Figure {
  readonly value: string;
  readonly note: string;
  readonly tone: "good" | "waiting" | "plain";
}

/** `0.31250, removes 2 of 8 KV groups and 52 of 172 neurons, locked`: what the slider of a layer says. */
export function layerWords(about: WordsAbout, layer: number): string {
  const { rates, part } = about;
  const { rate, locked } = rates.layers[layer] ?? {};
  if (!rate) return "has no rate yet";
  const own = partRate(rate, part, about.shares[layer] ?? 0.5);
  const parts = [
    own === 1 ? "dropped" : rateText(own),
    part === "layer" && rate.attention !== rate.mlp ? halvesWords(rate) : "",
    removalWords(about, layer),
    locked ? "locked" : "",
  ];
  return parts.filter((text) => text !== "").join(", ");
}

/** `removes 2 of 8 KV groups and 52 of 172 neurons`; nothing without a model. */
export function removalWords({ rates, model, part }: Omit<WordsAbout, "shares">, layer: number): string {
  const removes = rates.layers[layer]?.removes;
  const shape = model?.shape.layers[layer];
  if (!removes || !shape) return "";
  const groups = `${removes.groups} of ${countOf(shape.groups, "KV group")}`;
  const neurons = `${grouped(removes.neurons)} of ${countOf(shape.neurons, "neuron")}`;
  if (part === "attention") return `removes ${groups}`;
  return part === "mlp" ? `removes ${neurons}` : `removes ${groups} and ${neurons}`;
}

function halvesWords({ attention, mlp }: { readonly attention: number; readonly mlp: number }): string {
  return `attention ${rateText(attention)}, MLP ${rateText(mlp)}`;
}

/** How a part of the layers is called before a rate: `rate`, `attention rate`, `MLP rate`. */
export function rateName(part: LayerPart): string {
  return part === "layer" ? "rate" : `${partNames[part]} rate`;
}

/** `layer 3`, `4 layers`. */
export function layersName(layers: readonly number[]): string {
  return layers.length === 1 ? `layer ${layers[0]}` : countOf(layers.length, "layer");
}

/** The mean against the target. */
export function meanFigure({ mean, target, layers }: EditedRates): Figure {
  if (mean === undefined) {
    const isComplete = layers.length > 0 && layers.every(({ rate }) => rate);
    const note = isComplete ? "how attention weighs against MLP tells the model" : "a layer lacks its rate";
    return { value: "–", note, tone: "plain" };
  }
  const value = rateText(mean);
  if (!target) return { value, note: "the file names no target", tone: "plain" };
  if (target.met) return { value, note: `meets the target ${rateText(target.value)}`, tone: "good" };
  const side = mean > target.value ? "above" : "below";
  const note = `${rateText(Math.abs(mean - target.value))} ${side} the target ${rateText(target.value)}`;
  return { value, note, tone: "waiting" };
}

/** What is removed in total. */
export function removedFigure({ removed }: EditedRates, model: RateFileView["model"]): Figure {
  if (!removed) {
    const note = model ? "a layer lacks its rate" : "the model is not known";
    return { value: "–", note, tone: "plain" };
  }
  const note = `of ${grouped(removed.of)} parameters, ${ratePercent(removed.removed / removed.of)}`;
  return { value: grouped(removed.removed), note, tone: "plain" };
}

/** `2 errors, 1 warning`. */
export function problemWords({ errors, warnings }: ProblemSummary): string {
  const parts = [
    ...(errors > 0 ? [countOf(errors, "error")] : []),
    ...(warnings > 0 ? [countOf(warnings, "warning")] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "No problems";
}

/** What is said when a change has been made. */
export function changeWords(rates: EditedRates, keepsMean: boolean): string {
  if (rates.mean === undefined) return "Set.";
  return keepsMean ? `Set; the mean stays ${rateText(rates.mean)}.` : `Set; the mean is ${rateText(rates.mean)}.`;
}
