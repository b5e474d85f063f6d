import { UserError } from "../../base/errors.ts";
import type { SearchDraft } from "../../protocol/runner.ts";
import type { Answers, TextAnswer } from "./answers.ts";
import type { MoreOfSpec } from "./given-answers.ts";
import type { LlmPrices } from "./llm-prices.ts";
import { limitsInForce, priceOf } from "./steps/budget.ts";
import { llmModel } from "./steps/llm-model.ts";

type Spec = SearchDraft["spec"];

/** The search that the answers describe. @throws UserError `answer-missing` when one lacks */
export function draftOf(answers: Answers, prices: LlmPrices, more: MoreOfSpec = {}): SearchDraft {
  const { text, hasTest, test, device, seed } = answers;
  return {
    // The runner checks the name.
    preset: (answers.preset ?? "paper") as SearchDraft["preset"],
    spec: {
      model: needed(answers.model, "model"),
      texts: {
        search: source(needed(text, "text")),
        ...(more.validation && { validation: source(more.validation) }),
        ...(hasTest && { test: source(needed(test, "test text")) }),
      },
      target: needed(answers.target, "target"),
      method: answers.method ?? "self-pruner",
      llm: llmOf(answers, prices),
      budget: budgetOf(answers, prices),
      device,
      seed,
      ...more.rest,
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

/** The limits that were chosen. @throws UserError when money is limited and cannot be counted */
function budgetOf(answers: Answers, prices: LlmPrices): NonNullable<Spec["budget"]> {
  const kinds = limitsInForce(answers);
  if (kinds.includes("llmMoney") && !priceOf(answers, prices)) {
    throw new UserError(
      "setting-price-missing",
      `The price of ${llmModel(answers)} is not known, so money cannot be limited.`,
      "Write it into the setting selfPruner.llmPrices.",
    );
  }
  return Object.fromEntries(kinds.map((kind) => [kind, answers.budget[kind]]));
}

function needed<T>(answer: T | undefined, name: string): T {
  if (answer !== undefined) return answer;
  throw new UserError("answer-missing", `The search needs a ${name}.`, "Start Search… asks for it.");
}
