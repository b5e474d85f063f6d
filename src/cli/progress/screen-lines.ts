import { basename } from "node:path";
import type { LlmSpend, SearchState } from "../../protocol/runner.ts";
import { count, duration, fitnessText, percent } from "../../protocol/text/numbers.ts";
import { bar, shares, sparkline } from "./blocks.ts";
import type { Line, Style } from "./line.ts";
import type { SearchView } from "./view.ts";

const styles: Record<SearchState, Style> = {
  queued: "dim",
  preparing: "cyan",
  running: "green",
  paused: "yellow",
  stopping: "yellow",
  finished: "green",
  stopped: "yellow",
  failed: "red",
  interrupted: "red",
};

/** Columns of the labels in front of the rows. */
const LABEL = 9;

/** What a terminal of `width` columns shows of a running search; each line still has to be cut to that width. */
export function screenLines(view: SearchView, width: number): Line[] {
  const room = Math.max(0, width - LABEL);
  return [
    titleLine(view),
    ...(view.summary.status ? [row("", [{ text: view.summary.status, style: "dim" }])] : []),
    progressLine(view, room),
    fitnessLine(view),
    ...historyLines(view, room),
    ...llmLines(view.summary.llm),
  ];
}

function titleLine({ summary }: SearchView): Line {
  const what = `${summary.method} · ${basename(summary.model)} · target ${percent(summary.target)}`;
  return [
    { text: `${summary.id} `, style: "bold" },
    { text: summary.state, style: styles[summary.state] },
    { text: `  ${what} · ${summary.objective}` },
  ];
}

function progressLine({ summary }: SearchView, room: number): Line {
  const { generation, generations, evaluations, expectedEvaluations, elapsed, eta } = summary;
  const speed = elapsed > 0 ? ` · ${(evaluations / elapsed).toFixed(1)}/s` : "";
  const left = eta === undefined ? "" : ` · ${duration(eta)} left`;
  const numbers = `generation ${generation}/${generations} · ${Number(evaluations.toFixed(1))}/${expectedEvaluations} evaluations${speed}`;
  const share = expectedEvaluations > 0 ? evaluations / expectedEvaluations : 0;
  // On a narrow terminal the numbers matter more than the bar.
  const cells = Math.min(24, room - numbers.length - 2);
  return row("progress", [
    ...(cells >= 6 ? [{ text: `${bar(share, cells)}  `, style: "cyan" as const }] : []),
    { text: `${numbers} · ${duration(elapsed)}${left}` },
  ]);
}

function fitnessLine({ summary }: SearchView): Line {
  return row("fitness", [
    { text: `best ${fitnessText(summary.bestFitness)}`, style: "bold" },
    { text: `  uniform ${fitnessText(summary.uniformFitness)}  dense ${fitnessText(summary.denseFitness)}` },
  ]);
}

function historyLines({ bestByGeneration, bestRates }: SearchView, room: number): Line[] {
  const lines: Line[] = [];
  if (bestByGeneration.length > 1) {
    lines.push(row("history", [{ text: sparkline(bestByGeneration, Math.min(room, 60)), style: "green" }]));
  }
  if (bestRates) {
    const range = `  ${percent(Math.min(...bestRates))} to ${percent(Math.max(...bestRates))}`;
    const cells = shares(bestRates, Math.max(8, Math.min(room - range.length, 80)));
    lines.push(
      row("layers", [
        { text: cells, style: "yellow" },
        { text: range, style: "dim" },
      ]),
    );
  }
  return lines;
}

function llmLines({ calls, inputTokens, outputTokens, money, faults }: LlmSpend): Line[] {
  if (calls === 0) return [];
  const spent = money > 0 ? ` · $${money.toFixed(4)}` : "";
  const met = Object.entries(faults).map(([name, times]) => `${name} ×${times}`);
  return [
    row("LLM", [
      { text: `${calls} calls · ${count(inputTokens)} tokens in · ${count(outputTokens)} out${spent}` },
      ...(met.length > 0 ? [{ text: `  faults: ${met.join(", ")}`, style: "yellow" as const }] : []),
    ]),
  ];
}

function row(label: string, pieces: Line): Line {
  return [{ text: label.padEnd(LABEL), style: "dim" }, ...pieces];
}
