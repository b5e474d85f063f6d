import type { ProposalRow } from "../../src/protocol/runner.ts";
import { latencyText } from "./candidate-call.ts";
import { grouped } from "./candidate-words.ts";
import { faultsText } from "./llm-calls.ts";
import type { ColourName, Mark, PlotModel, Series, Tip } from "./plot.ts";

/** Requests that are drawn: as many columns as stay wide enough to be told apart. */
const MOST = 100;
/** The axis reaches this far beyond the slowest request: the mark of a fault stands on its column. */
const HEADROOM = 1.15;

/** The newest requests, as many as have a column. */
export function shownRequests(proposals: readonly ProposalRow[]): readonly ProposalRow[] {
  return proposals.slice(-MOST);
}

/** The latency of each request as a column; those that met a fault are marked by a triangle. */
export function latencyPlot(rows: readonly ProposalRow[]): PlotModel<ProposalRow> {
  const marks = rows.map(latencyMark);
  const slowest = Math.max(...rows.map(({ outcome }) => outcome.seconds), 1e-3);
  const faulty = marks.filter(({ of }) => hasFault(of));
  return {
    series: [
      columns(marks, "--search-1"),
      {
        marks: faulty,
        style: { kind: "points", colour: "--bad", shape: "triangle", radius: 5 },
        isPickable: false,
      },
    ],
    references: [],
    x: {
      title: "Request",
      min: (rows[0]?.request ?? 0) - 0.5,
      max: (rows.at(-1)?.request ?? 0) + 0.5,
      format: grouped,
      isWhole: true,
    },
    y: { title: "Latency", min: 0, max: slowest * HEADROOM, format: tickText },
  };
}

export function latencyMark(row: ProposalRow): Mark<ProposalRow> {
  return { x: row.request, y: row.outcome.seconds, of: row };
}

/** What is said beside a request. */
export function latencyTip({ request, operator, generation, tally, outcome }: ProposalRow): Tip {
  const { seconds, inputTokens, outputTokens, faults } = outcome;
  const met = faultsText(faults);
  return {
    title: `Request ${request}`,
    colour: met ? "--bad" : "--search-1",
    rows: [
      ["Latency", latencyText(seconds)],
      ["Asked for", `${grouped(tally.requested)} of ${operator}, generation ${generation}`],
      ["Accepted", grouped(tally.accepted)],
      ["Tokens", `${grouped(inputTokens)} in, ${grouped(outputTokens)} out`],
      ...(met ? [["Faults", met] as const] : []),
    ],
  };
}

/** A request as one sentence, for those who hear the chart. */
export function latencySentence({ request, operator, outcome }: ProposalRow): string {
  const met = faultsText(outcome.faults);
  return `Request ${request}, ${operator}: ${latencyText(outcome.seconds)}${met ? `, ${met}` : ""}.`;
}

/** What the chart shows, for those who hear it. */
export function latencyLabel(rows: readonly ProposalRow[]): string {
  const [first, last] = [rows[0]?.request, rows.at(-1)?.request];
  const slowest = Math.max(...rows.map(({ outcome }) => outcome.seconds));
  return `Latency of requests ${first} to ${last}, at most ${latencyText(slowest)}. Arrow keys move between requests.`;
}

/** Says what a triangle is, where there is one. */
export function faultNote(rows: readonly ProposalRow[]): string {
  return rows.some(hasFault) ? "A triangle marks a request that met a fault." : "";
}

function columns(marks: readonly Mark<ProposalRow>[], colour: ColourName): Series<ProposalRow> {
  return { marks, style: { kind: "columns", colour }, isPickable: true };
}

function hasFault({ outcome }: ProposalRow): boolean {
  return Object.keys(outcome.faults).length > 0;
}

/** Ticks of one axis have one unit, and no digits that say nothing. */
function tickText(seconds: number): string {
  return `${Number(seconds.toPrecision(3))} s`;
}
