import type { SearchSummary } from "../../../protocol/runner.ts";
import { percent } from "../../../protocol/text/numbers.ts";
import type { PickRow } from "../flow/dialogs.ts";
import { modelName } from "./model-name.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks which search's LLM answers are replayed. @param searches all there are, newest first */
export function llmReplayStep(searches: () => Promise<readonly SearchSummary[]>): SearchStep {
  return {
    id: "llmReplay",
    title: "Recorded Answers",
    topic: "llm",
    applies: ({ llm }) => llm === "replay",
    isAnswered: ({ replay }) => replay !== undefined,
    async ask(answers, ask) {
      const replay = await ask.pick({
        placeholder: "Search whose LLM answers are used again",
        rows: () => recordedRows(searches),
        active: answers.replay,
      });
      return { answers: { ...answers, replay } };
    },
  };
}

async function* recordedRows(
  searches: () => Promise<readonly SearchSummary[]>,
): AsyncGenerator<readonly PickRow<string>[], void> {
  yield recorded(await searches()).map(({ id, model, target, llm, createdAt }) => ({
    id,
    label: `${modelName(model)}, ${percent(target)}`,
    description: id,
    detail: `${llm.calls} LLM calls, ${createdAt.slice(0, 10)}`,
    value: id,
  }));
}

/** Searches that have answers to replay. */
export function recorded(searches: readonly SearchSummary[]): readonly SearchSummary[] {
  return searches.filter(({ llm }) => llm.calls > 0);
}
