import { quoted } from "./syntax/nodes.ts";

/** Layers `from` to `to`, both included. */
export interface LayerSpan {
  readonly from: number;
  readonly to: number;
}

/** Layers that a file may name when the model is not known: above any model, and below what would exhaust memory. */
export const MOST_LAYERS = 10_000;

/**
 * The layers that a key names: `4`, `2-5`, `0, 3, 8-11`.
 * @returns a sentence about the first part that is no layer, when one is not
 */
export function layersOfKey(key: string): readonly LayerSpan[] | string {
  const spans: LayerSpan[] = [];
  for (const part of key.split(",")) {
    const span = /^\s*(\d{1,15})\s*(?:-\s*(\d{1,15})\s*)?$/.exec(part);
    if (!span)
      return `"${quoted(part.trim())}" is not a layer: write its index (from 0), a range such as 2-5, or a list of these.`;
    const from = Number(span[1]);
    const to = Number(span[2] ?? span[1]);
    if (to < from) return `The range ${from}-${to} runs backwards: write ${to}-${from}.`;
    spans.push({ from, to });
  }
  return spans;
}

/** The keys of indices, which ascend: `3, 7-9` for 3, 7, 8, 9. */
export function keysOf(indices: readonly number[]): string[] {
  return keysOfSpans(spansOf(indices));
}

/** `3, 7-9` for 3, 7, 8, 9, in a sentence, which names no more than a line of them. The indices ascend. */
export function spansText(indices: readonly number[]): string {
  return quoted(keyOfSpans(spansOf(indices)));
}

/** Indices as runs of neighbours, in their order. */
export function spansOf(indices: readonly number[]): LayerSpan[] {
  const spans: { from: number; to: number }[] = [];
  for (const index of indices) {
    const last = spans.at(-1);
    if (last && index === last.to + 1) last.to = index;
    else spans.push({ from: index, to: index });
  }
  return spans;
}

/** The layers that spans hold as spans that ascend and neither overlap nor touch. */
export function unionOf(spans: readonly LayerSpan[]): LayerSpan[] {
  const union: { from: number; to: number }[] = [];
  for (const { from, to } of ascending(spans)) {
    const last = union.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else union.push({ from, to });
  }
  return union;
}

/** The layers that spans hold more than once. */
export function layersTwice(spans: readonly LayerSpan[]): LayerSpan[] {
  const twice: LayerSpan[] = [];
  let reach = -1;
  for (const { from, to } of ascending(spans)) {
    if (from <= reach) twice.push({ from, to: Math.min(to, reach) });
    reach = Math.max(reach, to);
  }
  return unionOf(twice);
}

/** What is left of the layers of spans without some of them, which ascend. Costs the number of spans and of those. */
export function spansWithout(spans: readonly LayerSpan[], layers: readonly number[]): LayerSpan[] {
  const left: LayerSpan[] = [];
  let next = 0;
  for (const { from, to } of unionOf(spans)) {
    let start = from;
    while ((layers[next] ?? Number.POSITIVE_INFINITY) < from) next += 1;
    for (let layer = layers[next]; layer !== undefined && layer <= to; layer = layers[++next]) {
      if (layer > start) left.push({ from: start, to: layer - 1 });
      start = layer + 1;
    }
    if (start <= to) left.push({ from: start, to });
  }
  return left;
}

function ascending(spans: readonly LayerSpan[]): LayerSpan[] {
  return spans.toSorted((a, b) => a.from - b.from);
}

/** Characters of a key at most; YAML looks no more than 1,024 ahead for its colon. */
const LONGEST_KEY = 1000;

/** Spans as keys name them: one key, or as many as none gets too long. */
export function keysOfSpans(spans: readonly LayerSpan[]): string[] {
  const keys: string[] = [];
  for (const span of spans) {
    const name = keyOfSpans([span]);
    const last = keys.at(-1);
    if (last !== undefined && last.length + name.length < LONGEST_KEY) keys[keys.length - 1] = `${last}, ${name}`;
    else keys.push(name);
  }
  return keys;
}

/** Spans as a key names them. */
export function keyOfSpans(spans: readonly LayerSpan[]): string {
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/** The indices that spans hold, as often as they hold them. */
export function layersOfSpans(spans: readonly LayerSpan[]): number[] {
  return spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}
