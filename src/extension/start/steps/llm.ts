import type { Catalog, SearchSummary } from "../../../protocol/runner.ts";
import type { EditorModel } from "../../language-models/editor-models.ts";
import type { Answers } from "../answers.ts";
import type { PickRow } from "../flow/dialogs.ts";
import { recorded } from "./llm-replay.ts";
import { usesLlm } from "./method.ts";
import type { SearchStep } from "./step-types.ts";

export interface LlmStepPorts {
  readonly catalog: () => Promise<Catalog>;
  /** The language models of VS Code. */
  readonly editorModels: () => Promise<readonly EditorModel[]>;
  readonly searches: () => Promise<readonly SearchSummary[]>;
}

type Choice = Pick<Answers, "llm"> & Partial<Pick<Answers, "editor">>;

/** Asks who writes the offspring. */
export function llmStep(ports: LlmStepPorts): SearchStep {
  return {
    id: "llm",
    title: "LLM",
    topic: "llm",
    applies: ({ method }) => usesLlm(ports.catalog, method),
    isAnswered: ({ llm }) => llm !== undefined,
    async ask(answers, ask) {
      const choice = await ask.pick({
        placeholder: "Who writes the offspring",
        rows: () => choices(ports),
        active: idOf(answers),
      });
      return { answers: { ...answers, ...choice } };
    },
  };
}

const fixed: readonly PickRow<Choice>[] = [
  {
    id: "none",
    label: "No LLM",
    detail: "Classical mutation and crossover. Needs no key and costs nothing.",
    value: { llm: "none" },
  },
  { id: "openai", label: "OpenAI…", detail: "A model of OpenAI, with your key.", value: { llm: "openai" } },
  {
    id: "compatible",
    label: "OpenAI-compatible endpoint…",
    detail: "A base URL of your own: vLLM, llama.cpp, Ollama, OpenRouter.",
    value: { llm: "compatible" },
  },
];

const replay: PickRow<Choice> = {
  id: "replay",
  label: "Answers of an earlier search…",
  detail: "Replays what an LLM answered then. Needs no key and costs nothing.",
  value: { llm: "replay" },
};

async function* choices(ports: LlmStepPorts): AsyncGenerator<readonly PickRow<Choice>[], void> {
  yield fixed;
  const [models, searches] = await Promise.all([ports.editorModels(), ports.searches()]);
  const replays = recorded(searches).length > 0 ? [replay] : [];
  yield [...fixed, ...replays, ...models.map(editorRow)];
}

function editorRow({ vendor, id, name, family }: EditorModel): PickRow<Choice> {
  return {
    id: editorId(vendor, id),
    label: name,
    description: `${vendor}, ${family}`,
    heading: "VS Code's language models",
    value: { llm: "editor", editor: { vendor, model: id, name } },
  };
}

function idOf({ llm, editor }: Answers): string | undefined {
  return llm === "editor" && editor ? editorId(editor.vendor, editor.model) : llm;
}

function editorId(vendor: string, model: string): string {
  return `editor:${vendor}:${model}`;
}
