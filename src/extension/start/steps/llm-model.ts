import type { Answers } from "../answers.ts";
import { type PickRow, rowsOf } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks for the name of the LLM. @param suggestions names that are known, such as those with a price */
export function llmModelStep(suggestions: () => readonly string[]): SearchStep {
  return {
    id: "llmModel",
    title: "Model of the LLM",
    topic: "llm",
    applies: ({ llm }) => llm === "openai" || llm === "compatible",
    isAnswered: (answers) => llmModel(answers) !== undefined,
    async ask(answers, ask) {
      const before = llmModel(answers);
      const names = new Set([...(before === undefined ? [] : [before]), ...suggestions()]);
      const model = await ask.pick({
        placeholder: "Name of the model as the endpoint knows it; type one or choose",
        rows: () => rowsOf([...names].map(nameRow)),
        active: before,
        typed: (text) => (names.has(text.trim()) || text.trim() === "" ? undefined : nameRow(text.trim())),
      });
      const kind = answers.llm === "openai" ? "openai" : "compatible";
      return { answers: { ...answers, [kind]: { ...answers[kind], model } } };
    },
  };
}

/** The name of the LLM at the chosen endpoint. */
export function llmModel({ llm, openai, compatible }: Answers): string | undefined {
  return llm === "openai" ? openai.model : compatible.model;
}

function nameRow(name: string): PickRow<string> {
  return { id: name, label: name, value: name };
}
