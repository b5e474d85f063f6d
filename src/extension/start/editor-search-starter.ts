import * as vscode from "vscode";
import { messageWithHint, UserError } from "../../base/errors.ts";
import { startFolder } from "../files.ts";
import { pathOfRateFile } from "../rates/open-rate-file.ts";
import { withoutLinks } from "../without-links.ts";
import { noAnswers } from "./answers.ts";
import { editorFiles } from "./editor-files.ts";
import { topicOfError } from "./error-topic.ts";
import { huggingFaceCache } from "./find/hugging-face-cache.ts";
import { nothingGiven, readGiven } from "./given-answers.ts";
import { readLlmPrices } from "./llm-prices.ts";
import { Memory } from "./memory.ts";
import { QuickDialogs } from "./quick-dialogs.ts";
import { rateFileAnswers } from "./rate-file-answers.ts";
import { sampleDraft } from "./sample.ts";
import type { SearchStarter } from "./search-starter.ts";
import { SearchWizard } from "./search-wizard.ts";
import { startSearch } from "./start-search.ts";
import type { StarterOptions } from "./starter-options.ts";
import type { Topic } from "./steps/step-types.ts";
import { topicNames } from "./steps/topics.ts";

/** Starts searches from a multi-step quick pick, from answers given by a program, and from rate files. */
export class EditorSearchStarter implements SearchStarter {
  readonly #options: StarterOptions;

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  async ask(given?: unknown): Promise<string | undefined> {
    if (given === undefined) return this.#shown(this.#wizard().ask(nothingGiven));
    const answers = readGiven(given, startFolder().fsPath);
    const wizard = this.#wizard();
    return this.#shown(answers.isWhole ? wizard.start(answers, noAnswers) : wizard.ask(answers));
  }

  async sample(): Promise<string | undefined> {
    const { runner, keys, samples } = this.#options;
    await revealTree();
    const started = progress(async () => {
      const drafted = await runner.request("search/draft", sampleDraft(await samples()));
      return startSearch(drafted, runner, keys);
    });
    return this.#shown(started);
  }

  async fromRateFile(file: vscode.TextDocument): Promise<string | undefined> {
    const { runner } = this.#options;
    const describe = (path: string) => runner.request("model/describe", { path });
    const answers = await progress(() => rateFileAnswers(pathOfRateFile(file), file.getText(), describe));
    const topics = new Set(Object.keys(answers));
    return this.#shown(this.#wizard().ask({ ...nothingGiven, answers, topics }));
  }

  /** One of its own for each search: the end of one that another has taken the place of must not close that one's. */
  #wizard(): SearchWizard {
    const options = this.#options;
    return new SearchWizard({
      ...options,
      prices: () => readLlmPrices(options.prices()),
      memory: new Memory(options.context.globalState),
      dialogs: new QuickDialogs(),
      files: editorFiles,
      cache: huggingFaceCache(process.env),
      progress,
      failed,
    });
  }

  /** Opens the panel of a search that was started and shows it in the tree. */
  async #shown(started: Promise<string | undefined>): Promise<string | undefined> {
    const id = await started;
    if (id === undefined) return undefined;
    this.#options.panels.open({ searches: [id] });
    await revealTree();
    return id;
  }
}

function progress<T>(act: () => Promise<T>): Promise<T> {
  const options = { location: { viewId: "selfPruner.searches" }, title: "Starting the search" };
  return Promise.resolve(vscode.window.withProgress(options, act));
}

async function failed(error: unknown): Promise<Topic | undefined> {
  if (!(error instanceof UserError)) throw error;
  const topic = topicOfError(error);
  const action = topic ? `Change ${topicNames[topic]}…` : "Show Answers…";
  const choice = await vscode.window.showErrorMessage(withoutLinks(messageWithHint(error)), action);
  return choice === action ? (topic ?? "summary") : undefined;
}

async function revealTree(): Promise<void> {
  await vscode.commands.executeCommand("selfPruner.searches.focus");
}
