import type { MeasuredRates } from "../../pruning/known-rates.ts";
import type { LayerRate } from "../../pruning/rates.ts";
import type { RateDocument } from "../document.ts";
import { keyDescriptions } from "../key-descriptions.ts";
import { spansText } from "../layer-keys.ts";
import { meanOf, wholeRates } from "../mean.ts";
import { type Part, partsOf, wholeRateOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import { completeRates } from "../rate-file.ts";
import { layerRateText } from "../rate-text.ts";
import type { Knowledge } from "./known.ts";
import { profilePicture } from "./profile-picture.ts";
import { type Count, removalCounts, summed } from "./removal-counts.ts";

export interface Hover {
  /** Markdown. */
  readonly text: string;
  readonly range: TextRange;
}

/** What is known of the place in a text: of a layer, what its rate removes; of a key, what it means. */
export function hoverAt(document: RateDocument, offset: number, known: Knowledge): Hover | undefined {
  const part = partsOf(document.value).find(({ entry }) => isWithin(entry.key.start, offset, entry.range.end));
  if (!part) return keyHover(document, offset, known);
  const { key, range } = part.entry;
  return { text: layerText(document, part, known), range: { start: key.start, end: range.end } };
}

function keyHover(document: RateDocument, offset: number, known: Knowledge): Hover | undefined {
  const entries = document.root?.kind === "map" ? document.root.entries : [];
  const entry = entries.find(({ keyRange }) => isWithin(keyRange.start, offset, keyRange.end));
  const meaning = entry && keyDescriptions.get(entry.key);
  if (!entry || !meaning) return undefined;
  const whole = entry.key === "layers" || entry.key === "target" ? wholeText(document, new Set(), known) : [];
  return { text: paragraphs([meaning, ...whole]), range: entry.keyRange };
}

/** What is said of the whole file. */
function wholeText(document: RateDocument, marked: ReadonlySet<number>, known: Knowledge): (string | undefined)[] {
  return [picture(document, marked), meanText(document), measuredText(document, known)];
}

function isWithin(start: number, offset: number, end: number): boolean {
  return start <= offset && offset <= end;
}

function layerText(document: RateDocument, part: Part, known: Knowledge): string {
  const shape = document.model?.shape;
  const rate = percent(wholeRateOf(part, shape));
  const title = `**${part.layers.length === 1 ? "Layer" : "Layers"} ${spansText(part.layers)}**: ${rate} removed${part.entry.locked ? ", locked" : ""}`;
  return paragraphs([title, countsTable(document, part), ...wholeText(document, new Set(part.layers), known)]);
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}

function countsTable({ model }: RateDocument, { layers, rate }: Part): string | undefined {
  if (!model) return undefined;
  const shapes = layers.flatMap((layer) => model.shape.layers[layer] ?? []);
  const { groups, neurons, parameters } = summed(shapes.map((layer) => removalCounts(layer, rate)));
  const bytes = { removed: parameters.removed * model.parameterBytes, of: parameters.of * model.parameterBytes };
  return [
    "| | removed | kept | of |",
    "|---|---:|---:|---:|",
    row("KV groups", groups, grouped),
    row("neurons", neurons, grouped),
    row("parameters", parameters, grouped),
    row("bytes", bytes, byteText),
  ].join("\n");
}

function row(name: string, { removed, of }: Count, text: (value: number) => string): string {
  return `| ${name} | ${text(removed)} | ${text(of - removed)} | ${text(of)} |`;
}

function picture({ value, model }: RateDocument, marked: ReadonlySet<number>): string {
  const count = model?.shape.layers.length ?? value.layers.length;
  const bars = Array.from({ length: count }, (_, layer) => value.layers[layer]?.rate);
  return `![rates of attention (blue) and MLP (orange) by layer](${profilePicture({ bars, target: value.target?.value, marked })})`;
}

function meanText({ value, model }: RateDocument): string | undefined {
  const rates = completeRates(value);
  const mean = rates && meanOf(rates, model?.shape);
  if (!rates || mean === undefined) return undefined;
  const whole = wholeRates(rates, model?.shape);
  const target = value.target ? `, target ${percent(value.target.value)}` : "";
  return `Mean ${percent(mean)}${target}; from ${percent(Math.min(...whole))} to ${percent(Math.max(...whole))}`;
}

function measuredText({ value }: RateDocument, { measured }: Knowledge): string | undefined {
  const rates = completeRates(value);
  const ofThese = measured.findLast((one) => isMeasuredOf(one, rates));
  const last = ofThese ?? measured.at(-1);
  if (!last) return undefined;
  const others = [comparison("dense", last.dense), comparison("uniform", last.uniform)].filter((text) => text !== "");
  const compared = others.length > 0 ? ` (${others.join(", ")})` : "";
  const of = ofThese ? "" : ", of other rates than these";
  return `Perplexity **${perplexityText(last.perplexity)}**${compared} on ${last.protocol}; measured ${last.at.slice(0, 10)}${of}`;
}

function comparison(name: string, perplexity: number | undefined): string {
  return perplexity === undefined ? "" : `${name} ${perplexityText(perplexity)}`;
}

/** Those of models that were cut to pieces have up to three hundred digits. */
function perplexityText(perplexity: number): string {
  return perplexity < 1e7 ? perplexity.toFixed(5) : perplexity.toExponential(3);
}

function isMeasuredOf({ rates }: MeasuredRates, current: readonly LayerRate[] | undefined): boolean {
  if (rates.length !== current?.length) return false;
  return rates.every((rate, layer) => layerRateText(rate) === layerRateText(current[layer] ?? rate));
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)} %`;
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

function byteText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`;
}
