import { messageOf, UserError } from "../../../base/errors.ts";
import type { Catalog, SearchSummary } from "../../../protocol/runner.ts";
import type { EditorModel } from "../../language-models/editor-models.ts";
import type { Answers } from "../answers.ts";
import type { PickRow } from "../flow/dialogs.ts";
import { askUntilValid } from "./ask-until-valid.ts";
import { recorded } from "./llm-replay.ts";
import { usesLlm } from "./method.ts";
import type { SearchStep } from "./step-types.ts";

export interface LlmStepPorts {
  readonly catalog: () => Promise<Catalog>;
  /** The language models of VS Code. */
  readonly editorModels: () => Promise<readonly EditorModel[]>;
  readonly searches: () => Promise<readonly SearchSummary[]>;
}

/** What is taken over into the answers; `no-models` where VS Code has none to choose from. */
type Choice = (Pick<Answers, "llm"> & Partial<Pick<Answers, "editor">>) | "no-models";

/** Asks who writes the offspring. */
export function llmStep(ports: LlmStepPorts): SearchStep {
  return {
    id: "llm",
    title: "LLM",
    topic: "llm",
    applies: ({ method }) => usesLlm(ports.catalog, method),
    isAnswered: ({ llm }) => llm !== undefined,
    async ask(answers, ask) {
      const pick = (problem: string | undefined) =>
        ask.pick({
          placeholder: problem ?? "Who writes the offspring",
          rows: () => choices(ports),
          active: idOf(answers),
        });
      const choice = await askUntilValid(pick, async (chosen) => {
        if (chosen === "no-models") throw noModels();
        return chosen;
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
  const [models, searches] = await Promise.all([editorRows(ports), ports.searches()]);
  const replays = recorded(searches).length > 0 ? [replay] : [];
  yield [...fixed, ...replays, ...models];
}

/** That there are none is told, and why: who looks for them here has to know where they come from. */
async function editorRows({ editorModels }: LlmStepPorts): Promise<readonly PickRow<Choice>[]> {
  try {
    const models = await editorModels();
    return models.length > 0 ? models.map(editorRow) : [noModelsRow("$(info) none", noModels().message)];
  } catch (error) {
    return [noModelsRow("$(warning) they cannot be listed", messageOf(error))];
  }
}

function noModelsRow(label: string, detail: string): PickRow<Choice> {
  return { id: "no-models", label, detail, heading: EDITOR_MODELS, value: "no-models" };
}

function noModels(): UserError {
  return new UserError("lm-none", "VS Code has no language models. Extensions such as GitHub Copilot bring some.");
}

const EDITOR_MODELS = "VS Code's language models";

function editorRow({ vendor, id, name, family }: EditorModel): PickRow<Choice> {
  return {
    id: editorId(vendor, id),
    label: name,
    description: `${vendor}, ${family}`,
    heading: EDITOR_MODELS,
    value: { llm: "editor", editor: { vendor, model: id, name } },
  };
}

function idOf({ llm, editor }: Answers): string | undefined {
  return llm === "editor" && editor ? editorId(editor.vendor, editor.model) : llm;
}

function editorId(vendor: string, model: string): string {
  return `editor:${vendor}:${model}`;
}

/**
 * A remembered language model of VS Code may have gone with its extension.
 * @throws UserError `lm-not-found`
 */
export async function mustHaveModel(
  { llm, editor }: Pick<Answers, "llm" | "editor">,
  models: () => Promise<readonly EditorModel[]>,
): Promise<void> {
  if (llm !== "editor" || !editor) return;
  const isThere = (await models()).some(({ vendor, id }) => vendor === editor.vendor && id === editor.model);
  if (isThere) return;
  const message = `VS Code has no language model ${editor.name} of ${editor.vendor} now.`;
  throw new UserError("lm-not-found", message, "Choose another LLM, or see to the extension that brings it.");
}
