import type { ProposalRow } from "../../src/protocol/runner.ts";
import {
  faultNote,
  latencyLabel,
  latencyMark,
  latencyPlot,
  latencySentence,
  latencyTip,
  shownRequests,
} from "../model/latency-plot.ts";
import { ReadingChart } from "./chart/reading-chart.ts";
import { element, setText } from "./dom.ts";
import type { Picture } from "./export-picture.ts";

const TITLE = "Latency by request";

/** How long the LLM took for each of the newest requests. */
export class LatencyChart {
  readonly #chart = new ReadingChart<ProposalRow>({ mark: latencyMark, tip: latencyTip, sentence: latencySentence });
  readonly #note = element("p", { class: "note" });
  readonly element = element("div", { class: "latency" }, element("h3", {}, TITLE), this.#chart.element, this.#note);

  #newest: ProposalRow | undefined;

  show(proposals: readonly ProposalRow[]): void {
    const rows = shownRequests(proposals);
    this.element.hidden = rows.length === 0;
    if (rows.length === 0 || rows.at(-1) === this.#newest) return;
    this.#newest = rows.at(-1);
    this.#chart.show(latencyPlot(rows), rows, latencyLabel(rows));
    setText(this.#note, faultNote(rows));
  }

  picture(note: string): Picture {
    return this.#chart.picture(`LLM: ${TITLE.toLowerCase()}`, note);
  }

  dispose(): void {
    this.#chart.dispose();
  }
}
