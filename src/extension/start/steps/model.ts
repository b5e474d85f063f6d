import { fileKey } from "../../../base/file-key.ts";
import type { ModelDescription } from "../../../protocol/runner.ts";
import { count } from "../../../protocol/text/numbers.ts";
import type { Found } from "../find/found.ts";
import type { PickRow } from "../flow/dialogs.ts";
import { askUntilValid, problemOf } from "./ask-until-valid.ts";
import type { SearchStep } from "./step-types.ts";
import { isTypedPath, pathFromTyped } from "./typed-path.ts";

export interface ModelStepPorts {
  /** The model folders there are, in lists that grow. */
  readonly find: (signal: AbortSignal) => AsyncIterable<readonly Found[]>;
  /** Until the runner is there. @throws UserError why it is not */
  readonly ready: () => Promise<unknown>;
  /** @throws UserError why the folder cannot be searched */
  readonly describe: (path: string) => Promise<ModelDescription>;
  readonly browse: () => Promise<string | undefined>;
  /** One line on the answers of the last time when all are there; the first question offers to take them. */
  readonly last: string | undefined;
}

type Choice = { readonly path: string } | "browse" | "last";

/** Asks for the model folder. */
export function modelStep(ports: ModelStepPorts): SearchStep {
  let last = ports.last;
  return {
    id: "model",
    title: "Model",
    topic: "model",
    applies: () => true,
    isAnswered: ({ model }) => model !== undefined,
    async ask(answers, ask) {
      const offered = last;
      last = undefined;
      const pick = (problem: string | undefined): Promise<Choice> =>
        ask.pick({
          placeholder: problem ?? "Hugging Face model folder; type a path or choose one",
          rows: (signal) => choices(ports, offered, signal),
          active: offered === undefined ? answers.model && fileKey(answers.model) : "last",
          typed: (text) => (isTypedPath(text) ? folderRow(text) : undefined),
        });
      const chosen = await askUntilValid(pick, (choice) => folderOf(ports, choice));
      return chosen === "last" ? { answers, visit: "summary" } : { answers: { ...answers, model: chosen.path } };
    },
  };
}

async function folderOf(ports: ModelStepPorts, choice: Choice): Promise<{ path: string } | "last" | undefined> {
  if (choice === "last") return choice;
  const path = choice === "browse" ? await ports.browse() : choice.path;
  // The runner answers with the folder's absolute path.
  return path === undefined ? undefined : ports.describe(pathFromTyped(path));
}

async function* choices(
  ports: ModelStepPorts,
  last: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly PickRow<Choice>[], void> {
  const told = new Map<string, string>();
  let found: readonly Found[] = [];
  yield rowsFrom(last, found, told);
  for await (found of ports.find(signal)) yield rowsFrom(last, found, told);
  await ports.ready();
  for (const { path } of found) {
    if (signal.aborted) return;
    told.set(path, await described(ports, path));
    yield rowsFrom(last, found, told);
  }
}

/** A folder that cannot be searched is told, not hidden. */
async function described(ports: ModelStepPorts, path: string): Promise<string> {
  try {
    return modelWords(await ports.describe(path));
  } catch (error) {
    return `$(warning) ${problemOf(error)}`;
  }
}

/** `llama, 12 layers, 106.2M prunable parameters`. */
function modelWords({ family, layers, prunableParameters }: ModelDescription): string {
  return `${family}, ${layers} layers, ${count(prunableParameters)} prunable parameters`;
}

function rowsFrom(
  last: string | undefined,
  found: readonly Found[],
  told: ReadonlyMap<string, string>,
): readonly PickRow<Choice>[] {
  const again: PickRow<Choice> = { id: "last", label: "$(history) Same answers as last time", value: "last" };
  return [
    ...(last === undefined ? [] : [{ ...again, detail: last }]),
    ...found.map((model) => foundRow(model, told.get(model.path))),
    { id: "browse", label: "$(folder-opened) Browse…", heading: "Elsewhere", value: "browse" },
  ];
}

function foundRow({ path, name, source }: Found, description: string | undefined): PickRow<Choice> {
  const words = description === undefined ? {} : { description };
  return { id: fileKey(path), label: name, ...words, detail: path, heading: source, value: { path } };
}

function folderRow(path: string): PickRow<Choice> {
  return { id: "typed", label: path, description: "this folder", value: { path } };
}
