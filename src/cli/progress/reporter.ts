import type { NumberedEvent } from "../../protocol/runner.ts";
import { printJson, printLine } from "../output.ts";
import { plainLines, statusLine } from "./plain-lines.ts";
import { Screen } from "./screen.ts";
import { screenLines } from "./screen-lines.ts";
import { hasEnded, type SearchView } from "./view.ts";

/** Shows a search while it runs; called for every batch of events, in order. */
export interface Reporter {
  show(view: SearchView, events: readonly NumberedEvent[]): void;
}

/** The reporter for where the output goes: JSON lines, a terminal, or a pipe. */
export function reporterFor(json: boolean): Reporter {
  if (json) return jsonReporter();
  return process.stdout.isTTY && process.env["TERM"] !== "dumb" ? terminalReporter() : plainReporter();
}

function terminalReporter(): Reporter {
  const screen = new Screen(process.stdout);
  return { show: (view) => screen.draw(screenLines(view, screen.width)) };
}

function plainReporter(): Reporter {
  let last = "";
  let state = "";
  return {
    show({ summary }, events) {
      const line = statusLine(summary);
      // Evaluations grow in every batch: a line for each new state, and for each step of the preparation.
      const key = `${summary.state} ${summary.state === "running" ? "" : summary.status}`;
      // How a search ended is told with its result.
      if (key !== state && line !== last && !hasEnded(summary)) printLine(line);
      state = key;
      last = line;
      for (const generation of plainLines(events, summary)) printLine(generation);
    },
  };
}

function jsonReporter(): Reporter {
  return {
    show({ summary }, events) {
      for (const { sequence, event } of events) {
        if (event.type === "generation") printJson({ ...event, sequence });
      }
      printJson({ ...summary, type: "progress" });
    },
  };
}
