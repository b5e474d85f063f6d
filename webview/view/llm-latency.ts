import type { ProposalRow } from "../../src/protocol/runner.ts";
import { latencyText } from "../model/candidate-call.ts";
import { faultsText } from "../model/llm-calls.ts";
import { element, fill } from "./dom.ts";

/** Requests that are drawn: as many columns as stay wide enough to be told apart. */
const MOST = 100;

/** The latency of each request as a column; the ones that had faults are marked. */
export class LatencyColumns {
  readonly #columns = element("div", { class: "latency-columns", "aria-hidden": true });
  readonly #range = element("p", { class: "note" });
  readonly element = element(
    "div",
    { class: "latency" },
    element("h3", {}, "Latency by request"),
    this.#columns,
    this.#range,
  );
  #shown: ProposalRow | undefined;

  show(proposals: readonly ProposalRow[]): void {
    const newest = proposals.at(-1);
    if (!newest || newest === this.#shown) return;
    this.#shown = newest;
    const rows = proposals.slice(-MOST);
    const slowest = Math.max(...rows.map(({ outcome }) => outcome.seconds), 1e-9);
    fill(this.#columns, ...rows.map((row) => column(row, slowest)));
    const places = `Requests ${rows[0]?.request ?? 0} to ${newest.request}`;
    const faulty = rows.some(({ outcome }) => Object.keys(outcome.faults).length > 0);
    const cap = faulty ? " A cap marks a request that met a fault." : "";
    this.#range.textContent = `${places}; the tallest column is ${latencyText(slowest)}.${cap}`;
  }
}

function column({ request, operator, outcome }: ProposalRow, slowest: number): HTMLElement {
  const faults = faultsText(outcome.faults);
  const title = `Request ${request}, ${operator}: ${latencyText(outcome.seconds)}${faults ? `; ${faults}` : ""}`;
  const bar = element("span", { class: "latency-bar", style: { height: `${(outcome.seconds / slowest) * 100}%` } });
  return element("span", { class: faults ? "latency-column has-fault" : "latency-column", title }, bar);
}
