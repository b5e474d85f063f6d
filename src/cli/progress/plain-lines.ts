import type { NumberedEvent, SearchSummary } from "../../protocol/runner.ts";
import { duration, evaluationsText, fitnessText } from "../../protocol/text/numbers.ts";

/** What a log shows of a batch: one line for each generation. Without colours, without anything that moves. */
export function plainLines(events: readonly NumberedEvent[], { llm }: SearchSummary): string[] {
  return events.flatMap(({ event }) => {
    if (event.type !== "generation") return [];
    const calls = llm.calls > 0 ? `, ${llm.calls} LLM calls` : "";
    const [best, mean] = [event.bestFitness, event.meanFitness].map(fitnessText);
    return [`generation ${event.generation}/${event.generations}: best ${best}, mean ${mean}${calls}`];
  });
}

/** The line that a log shows when a search changes its state or what it prepares; the same line is shown once. */
export function statusLine({ state, status, evaluations, elapsed }: SearchSummary): string {
  const done = evaluations > 0 ? `, ${evaluationsText(evaluations)} in ${duration(elapsed)}` : "";
  return state === "running" ? state : `${state}${status ? `: ${status}` : ""}${done}`;
}
