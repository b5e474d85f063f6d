import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";
import type { CandidateRef } from "../../protocol/webview.ts";
import { listText } from "../../ratefile/exports/list.ts";
import { registerCommands } from "../commands.ts";
import type { ErrorReporter } from "../errors.ts";
import type { RunnerLink } from "../runner/link.ts";
import { candidateIn, type SearchChooser } from "../searches/command-targets.ts";
import { wishes } from "../searches/wishes.ts";
import { RateFiles } from "./rate-files.ts";
import { bestRates, candidateRates, type RateSource } from "./rate-source.ts";

export interface RateServices {
  readonly link: RunnerLink;
  readonly chooser: SearchChooser;
  readonly errors: ErrorReporter;
  /** Remembers where rates were saved last. */
  readonly memory: vscode.Memento;
}

/** Milliseconds for which the status bar says what was copied. */
const NOTE = 4000;

/**
 * Copies and saves rates. The copying commands resolve with the text, the saving ones with the file; these take a file as
 * their second parameter and do not ask then.
 */
export function registerRateCommands({ link, chooser, errors, memory }: RateServices): vscode.Disposable {
  const files = new RateFiles(memory);
  const { withBest } = wishes(() => link.presence);
  const best = async (parameters: readonly unknown[]): Promise<RateSource | undefined> => {
    const id = await chooser.chooseOne(parameters, withBest);
    return id === undefined ? undefined : bestRates(link, id);
  };
  const save = async (source: RateSource | undefined, target: unknown): Promise<vscode.Uri | undefined> =>
    source && files.save(source, target instanceof vscode.Uri ? target : undefined);
  return registerCommands(errors, {
    "selfPruner.copyBestRates": async (...parameters) => copy(await best(parameters)),
    "selfPruner.saveBestRates": async (...parameters) => save(await best(parameters), parameters[1]),
    "selfPruner.copyCandidateRates": async (...parameters) => copy(await candidateRates(link, named(parameters))),
    "selfPruner.saveCandidateRates": async (...parameters) =>
      save(await candidateRates(link, named(parameters)), parameters[1]),
  });
}

async function copy(source: RateSource | undefined): Promise<string | undefined> {
  if (!source) return undefined;
  const text = listText(source.rates);
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied the rates of ${source.rates.length} layers`, NOTE);
  return text;
}

function named(parameters: readonly unknown[]): CandidateRef {
  const candidate = candidateIn(parameters);
  if (candidate) return candidate;
  throw new UserError(
    "candidate-missing",
    "No candidate was named.",
    "Choose one below a search in the view Searches.",
  );
}
