import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Author, Operator } from "../../src/search/candidate.ts";

/** Of what a rate is a fraction. */
export const partNames: Readonly<Record<LayerPart, string>> = {
  layer: "layer",
  attention: "attention",
  mlp: "MLP",
};

/** `mutation by the LLM`, `classical crossover`. */
export function originText(operator: Operator, author: Author): string {
  const what = operator === "initial" ? "initial vector" : operator;
  if (author === "llm") return `${what} by the LLM`;
  return author === "classical" ? `classical ${what}` : what;
}

/** `31.25 %`: as exact as one neuron of a small model. */
export function ratePercent(rate: number): string {
  return `${(rate * 100).toFixed(2)} %`;
}

/** A number of things, with thousands set apart: `1,376`. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** A name that is too long for its place, without its middle: most names differ at their ends. */
export function elided(name: string, most = 36): string {
  const letters = [...name];
  if (letters.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.6);
  return `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (most - 1 - head)).join("")}`;
}

/** The last part of a path, of any system. */
export function basename(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, "")
      .split(/[/\\]/)
      .at(-1) ?? path
  );
}

/** `1 neuron`, `1,376 neurons`. */
export function countOf(amount: number, what: string): string {
  return `${grouped(amount)} ${what}${amount === 1 ? "" : "s"}`;
}
