import { fileKey, isSameFile } from "../../../base/file-key.ts";
import type { TextAnswer } from "../answers.ts";
import type { Found } from "../find/found.ts";
import type { TextFields } from "../find/text-fields.ts";
import type { Ask, PickRow } from "../flow/dialogs.ts";
import { askUntilValid } from "./ask-until-valid.ts";
import type { SearchStep } from "./step-types.ts";
import { isTypedPath, pathFromTyped } from "./typed-path.ts";

export interface TextStepPorts {
  /** The texts there are, in lists that grow. */
  readonly find: (signal: AbortSignal) => AsyncIterable<readonly Found[]>;
  /** @throws UserError when the file cannot be read as a text */
  readonly fields: (path: string) => Promise<TextFields>;
  readonly browse: () => Promise<string | undefined>;
}

type TextChoice = { readonly path: string } | "browse";

/** Asks for the text that candidates are scored on. */
export function searchTextStep(ports: TextStepPorts): SearchStep {
  return {
    id: "text",
    title: "Search Text",
    topic: "text",
    applies: () => true,
    isAnswered: ({ text }) => text !== undefined,
    async ask(answers, ask) {
      const placeholder = "Text that candidates are scored on: .txt, .raw, .jsonl or .parquet";
      const text = await askForText(ports, ask, placeholder, answers.text);
      return { answers: { ...answers, text } };
    },
  };
}

/** Lets a person choose a text file; its field is filled in when there is nothing to choose from. */
export function askForText(
  ports: TextStepPorts,
  ask: Ask,
  placeholder: string,
  before: TextAnswer | undefined,
): Promise<TextAnswer> {
  const pick = (problem: string | undefined): Promise<TextChoice> =>
    ask.pick({
      placeholder: problem ?? placeholder,
      rows: (signal) => fileRows(ports, signal),
      active: before && fileKey(before.path),
      typed: (text) => (isTypedPath(text) ? fileRow(text) : undefined),
    });
  return askUntilValid(pick, async (choice) => {
    const path = choice === "browse" ? await ports.browse() : choice.path;
    return path === undefined ? undefined : textAnswer(ports, pathFromTyped(path), before);
  });
}

async function textAnswer(ports: TextStepPorts, path: string, before: TextAnswer | undefined): Promise<TextAnswer> {
  const { names, guess } = await ports.fields(path);
  if (guess === "text") return { path, field: guess };
  // The field is asked for next; the one chosen before for this file is proposed then.
  const field = before && isSameFile(before.path, path) ? before.field : undefined;
  return field !== undefined && names.includes(field) ? { path, field } : { path };
}

async function* fileRows(
  ports: TextStepPorts,
  signal: AbortSignal,
): AsyncGenerator<readonly PickRow<TextChoice>[], void> {
  const browse: PickRow<TextChoice> = {
    id: "browse",
    label: "$(folder-opened) Browse…",
    heading: "Elsewhere",
    value: "browse",
  };
  yield [browse];
  for await (const found of ports.find(signal)) yield [...found.map(foundRow), browse];
}

function foundRow({ path, name, source }: Found): PickRow<TextChoice> {
  return { id: fileKey(path), label: name, detail: path, heading: source, value: { path } };
}

function fileRow(path: string): PickRow<TextChoice> {
  return { id: "typed", label: path, description: "this file", value: { path } };
}
