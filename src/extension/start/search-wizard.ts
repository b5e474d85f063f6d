import type { DraftedSearch } from "../../protocol/runner.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { EditorModel } from "../language-models/editor-models.ts";
import type { Answers } from "./answers.ts";
import { draftOf } from "./draft.ts";
import { findModels } from "./find/find-models.ts";
import { findTexts, sampleText } from "./find/find-texts.ts";
import { textFields } from "./find/text-fields.ts";
import type { Dialogs } from "./flow/dialogs.ts";
import { runSteps } from "./flow/run-steps.ts";
import type { GivenAnswers, MoreOfSpec } from "./given-answers.ts";
import type { LlmPrices } from "./llm-prices.ts";
import type { Memory } from "./memory.ts";
import { RunnerFacts } from "./runner-facts.ts";
import type { RunnerPort } from "./runner-port.ts";
import { startSearch } from "./start-search.ts";
import { allSteps, type StepPorts } from "./steps/all-steps.ts";
import { mustHaveModel } from "./steps/llm.ts";
import { usesLlm } from "./steps/method.ts";
import type { Topic } from "./steps/step-types.ts";
import { answersLine } from "./steps/topics.ts";

/** What a person and the editor bring to the start of a search. */
export interface WizardPorts {
  readonly runner: RunnerPort;
  readonly keys: Pick<ApiKeys, "find" | "store">;
  readonly memory: Memory;
  readonly prices: () => LlmPrices;
  readonly samples: () => Promise<string>;
  readonly editorModels: () => Promise<readonly EditorModel[]>;
  readonly dialogs: Dialogs;
  readonly files: {
    readonly modelFolders: (signal: AbortSignal) => Promise<readonly string[]>;
    readonly texts: (signal: AbortSignal) => Promise<readonly string[]>;
    readonly browseFolder: () => Promise<string | undefined>;
    readonly browseText: () => Promise<string | undefined>;
  };
  /** The Hugging Face cache. */
  readonly cache: string;
  /** Runs something that takes a while, and shows that it runs. */
  readonly progress: <T>(act: () => Promise<T>) => Promise<T>;
  /** Tells why a search could not be started. @returns what to answer otherwise, or undefined to leave it */
  readonly failed: (error: unknown) => Promise<Topic | undefined>;
}

/** Asks what to search and starts it. What was answered is kept at once, so that nothing is lost on the way. */
export class SearchWizard {
  readonly #ports: WizardPorts;

  constructor(ports: WizardPorts) {
    this.#ports = ports;
  }

  /** @returns the id of the search, or undefined when the person gave up */
  async ask(given: GivenAnswers): Promise<string | undefined> {
    const { memory, failed } = this.#ports;
    const facts = new RunnerFacts(this.#ports.runner);
    let answers: Answers = { ...memory.answers, ...given.answers };
    void facts.tryDevice(answers.device);
    const last = given.topics.size === 0 ? lastLine(answers) : undefined;
    const steps = allSteps(this.#stepPorts(facts, given.more, last));
    for (let visit: Topic | undefined; ; ) {
      const run = { steps, answers, skip: given.topics, visit, onAnswered: (now: Answers) => memory.keep(now) };
      const outcome = await runSteps(run, this.#ports.dialogs).finally(() => this.#ports.dialogs.close());
      if (!outcome.isDone) return undefined;
      ({ answers } = outcome);
      try {
        return await this.#start(answers, facts, given.more);
      } catch (error) {
        visit = await failed(error);
        if (visit === undefined) return undefined;
      }
    }
  }

  /** Starts a search whose answers are all given; what lacks has its default. */
  async start(given: GivenAnswers, from: Answers): Promise<string> {
    return this.#start({ ...from, ...given.answers }, new RunnerFacts(this.#ports.runner), given.more);
  }

  async #start(answers: Answers, facts: RunnerFacts, more: MoreOfSpec): Promise<string> {
    const { runner, keys, memory, progress } = this.#ports;
    const id = await progress(async () => startSearch(await this.#drafted(answers, facts, more), runner, keys));
    await memory.used(answers);
    return id;
  }

  async #drafted(answers: Answers, facts: RunnerFacts, more: MoreOfSpec): Promise<DraftedSearch> {
    // A method without an LLM is not made to wait for the key of one that was chosen for another method.
    const asks = await usesLlm(facts.catalog, answers.method ?? "self-pruner");
    if (asks) await mustHaveModel(answers, this.#ports.editorModels);
    return facts.draft(draftOf(asks ? answers : { ...answers, llm: "none" }, this.#ports.prices(), more));
  }

  #stepPorts(facts: RunnerFacts, more: MoreOfSpec, last: string | undefined): StepPorts {
    const { memory, samples, files, cache, editorModels, keys, prices } = this.#ports;
    const texts = (split: "search" | "test") => (signal: AbortSignal) =>
      findTexts(
        { recent: memory.texts, inWorkspace: files.texts, sample: async () => sampleText(await samples(), split) },
        signal,
      );
    return {
      models: (signal) =>
        findModels({ recent: memory.models, inWorkspace: files.modelFolders, cache, samples }, signal),
      texts: texts("search"),
      testTexts: texts("test"),
      browseFolder: files.browseFolder,
      browseText: files.browseText,
      fields: textFields,
      describe: facts.describe,
      catalog: facts.catalog,
      searches: () => facts.searches(),
      draft: (answers) => this.#drafted(answers, facts, more),
      editorModels,
      keys,
      prices,
      last,
    };
  }
}

/** The remembered answers on one line, when a search can be started with them. */
function lastLine(answers: Answers): string | undefined {
  const { model, text, target, method, preset } = answers;
  const isWhole = [model, text, target, method, preset].every((answer) => answer !== undefined);
  return isWhole ? answersLine(answers) : undefined;
}
