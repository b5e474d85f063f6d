import { UserError } from "../../base/errors.ts";
import type { SearchDraft } from "../../protocol/runner.ts";
import type { LlmPrices } from "../setting-values.ts";
import type { Answers, TextAnswer } from "./answers.ts";
import { priceOf } from "./steps/budget.ts";

type Spec = SearchDraft["spec"];

/** The search that the answers describe. @throws UserError `answer-missing` when one lacks */
export function draftOf(answers: Answers, prices: LlmPrices): SearchDraft {
  const { text, hasTest, test, device, seed } = answers;
  return {
    // The runner checks the name.
    preset: (answers.preset ?? "paper") as SearchDraft["preset"],
    spec: {
      model: needed(answers.model, "model"),
      texts: {
        search: source(needed(text, "text")),
        ...(hasTest && { test: source(needed(test, "test text")) }),
      },
      target: needed(answers.target, "target"),
      method: answers.method ?? "self-pruner",
      llm: llmOf(answers, prices),
      budget: budgetOf(answers, prices),
      device,
      seed,
    },
  };
}

function source({ path, field }: TextAnswer): { path: string; field?: string } {
  return field === undefined ? { path } : { path, field };
}

function llmOf(answers: Answers, prices: LlmPrices): Spec["llm"] {
  const { openai, compatible, editor, replay } = answers;
  const price = priceOf(answers, prices);
  const priced = price && { price };
  switch (answers.llm ?? "none") {
    case "none":
      return { provider: "none" };
    case "openai":
      return { provider: "openai", model: needed(openai.model, "LLM"), ...priced };
    case "compatible": {
      const baseUrl = needed(compatible.baseUrl, "base URL");
      return { provider: "openai", model: needed(compatible.model, "LLM"), baseUrl, ...priced };
    }
    case "editor": {
      const { vendor, model } = needed(editor, "language model");
      return { provider: "editor", vendor, model };
    }
    case "replay":
      return { provider: "replay", search: needed(replay, "recorded search") };
  }
}

/** The limits that were chosen; money only where it can be counted. */
function budgetOf(answers: Answers, prices: LlmPrices): NonNullable<Spec["budget"]> {
  const kinds = (answers.limits ?? []).filter((kind) => kind !== "llmMoney" || priceOf(answers, prices));
  const chosen = kinds.map((kind) => [kind, answers.budget[kind]] as const);
  return Object.fromEntries(chosen.filter(([, value]) => value !== undefined));
}

function needed<T>(answer: T | undefined, name: string): T {
  if (answer !== undefined) return answer;
  throw new UserError("answer-missing", `The search needs a ${name}.`, "Start Search… asks for it.");
}
