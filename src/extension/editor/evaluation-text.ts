import { access } from "node:fs/promises";
import { UserError } from "../../base/errors.ts";
import type { EvaluateParams } from "../../protocol/runner.ts";
import { findTexts, sampleText } from "../start/find/find-texts.ts";
import { textFields } from "../start/find/text-fields.ts";
import { type Dialogs, StepLeft } from "../start/flow/dialogs.ts";
import type { Memory } from "../start/memory.ts";
import { askForText } from "../start/steps/text.ts";

export interface EvaluationTextPorts {
  /** Of each question its own. */
  readonly dialogs: () => Dialogs;
  readonly memory: Memory;
  readonly files: {
    readonly texts: (signal: AbortSignal) => Promise<readonly string[]>;
    readonly browseText: () => Promise<string | undefined>;
  };
  readonly samples: () => Promise<string>;
}

const PLACE = { title: "Evaluate Rate File", step: undefined, steps: 0, canGoBack: false };

/** Finds the text that a rate file is measured on: the one that it names, or one that the person chooses. */
export class EvaluationText {
  readonly #ports: EvaluationTextPorts;

  constructor(ports: EvaluationTextPorts) {
    this.#ports = ports;
  }

  /**
   * @param named absolute path; asked for when undefined
   * @returns undefined when the person gave up
   * @throws UserError when the named text cannot be read
   */
  async choose(named: string | undefined): Promise<EvaluateParams["text"] | undefined> {
    if (named !== undefined) return textAt(named);
    const dialogs = this.#ports.dialogs();
    try {
      const { path, field } = await this.#ask(dialogs);
      return { path, field: field ?? (await textFields(path)).guess };
    } catch (error) {
      if (error instanceof StepLeft) return undefined;
      throw error;
    } finally {
      dialogs.close();
    }
  }

  #ask(dialogs: Dialogs) {
    const { memory, files, samples } = this.#ports;
    const ports = {
      find: (signal: AbortSignal) =>
        findTexts(
          { recent: memory.texts, inWorkspace: files.texts, sample: async () => sampleText(await samples(), "test") },
          signal,
        ),
      fields: textFields,
      browse: files.browseText,
    };
    const ask = {
      pick: <T>(question: Parameters<typeof dialogs.pick<T>>[0]) => dialogs.pick(question, PLACE),
      pickMany: <T>(question: Parameters<typeof dialogs.pickMany<T>>[0]) => dialogs.pickMany(question, PLACE),
      type: (question: Parameters<typeof dialogs.type>[0]) => dialogs.type(question, PLACE),
    };
    const placeholder = "Text that the perplexity is measured on: .txt, .raw, .jsonl or .parquet";
    return askForText(ports, ask, placeholder, memory.answers.text);
  }
}

async function textAt(path: string): Promise<EvaluateParams["text"]> {
  try {
    await access(path);
  } catch (cause) {
    const way = "Correct the key text of the rate file, or remove it to be asked.";
    throw new UserError("text-not-found", `There is no text ${path}.`, way, { cause });
  }
  return { path, field: (await textFields(path)).guess };
}
