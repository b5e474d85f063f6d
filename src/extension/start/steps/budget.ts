import type { Answers, LimitKind } from "../answers.ts";
import type { PickRow } from "../flow/dialogs.ts";
import type { LlmPrices } from "../llm-prices.ts";
import { llmModel } from "./llm-model.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks what ends the search early. @param prices of LLMs: without one, money cannot be counted */
export function budgetStep(prices: () => LlmPrices): SearchStep {
  return {
    id: "budget",
    title: "Budget",
    topic: "budget",
    applies: () => true,
    isAnswered: ({ limits }) => limits !== undefined,
    async ask(answers, ask) {
      const limits = await ask.pickMany({
        placeholder: "Whatever ends first ends the search with its best so far; choose nothing for no limit",
        rows: priceOf(answers, prices()) ? [...always, money] : always,
        chosen: answers.limits ?? [],
      });
      return { answers: { ...answers, limits: [...limits] } };
    },
  };
}

/** The price of the chosen LLM, where it is chosen and known. */
export function priceOf(answers: Answers, prices: LlmPrices): LlmPrices[string] | undefined {
  const model = isPaid(answers) ? llmModel(answers) : undefined;
  return model !== undefined && Object.hasOwn(prices, model) ? prices[model] : undefined;
}

/** The limits that were chosen and have a value; money counts only where an LLM is paid for by the token. */
export function limitsInForce(answers: Answers): readonly LimitKind[] {
  const { limits = [], budget } = answers;
  return limits.filter((kind) => budget[kind] !== undefined && (kind !== "llmMoney" || isPaid(answers)));
}

function isPaid({ llm }: Answers): boolean {
  return llm === "openai" || llm === "compatible";
}

const always: readonly PickRow<LimitKind>[] = [
  { id: "evaluations", label: "Evaluations", detail: "How many candidates are scored.", value: "evaluations" },
  { id: "seconds", label: "Time", detail: "How long it runs, pauses not counted.", value: "seconds" },
];
const money: PickRow<LimitKind> = {
  id: "llmMoney",
  label: "LLM money",
  detail: "What its LLM may cost.",
  value: "llmMoney",
};
