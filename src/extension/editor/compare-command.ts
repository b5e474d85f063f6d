import { basename } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import { readRateDocument } from "../../ratefile/document.ts";
import { completeRates } from "../../ratefile/rate-file.ts";
import { opened } from "../rates/open-rate-file.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { SearchList } from "../searches/search-list.ts";
import { searchNames } from "../searches/search-names.ts";
import { fitnessLine } from "./fitness-line.ts";
import type { NamedRates } from "./rate-editors.ts";

/** Files of the workspace that are offered. */
const MOST_FILES = 200;

export interface ComparisonPorts {
  readonly runner: Pick<RunnerLink, "request">;
  readonly searches: SearchList;
  /** The history of a file, newest last. */
  readonly measured: (path: string) => readonly MeasuredFitness[];
}

/** Something to compare with; its rates are read when it is chosen. */
interface Item extends vscode.QuickPickItem {
  readonly read?: () => Promise<NamedRates>;
}

/** Asks what a rate file is to be compared with: another file, a search's best, or what the file was measured with. */
export class ComparisonChooser {
  readonly #ports: ComparisonPorts;

  constructor(ports: ComparisonPorts) {
    this.#ports = ports;
  }

  /**
   * @param given file to compare with, asked for when undefined
   * @returns undefined when the person gave up
   * @throws UserError when there is nothing to compare with, or it has no rates
   */
  async choose(uri: vscode.Uri, given?: vscode.Uri): Promise<NamedRates | undefined> {
    if (given) return ratesOfFile(given);
    const groups = [
      ...group("Rate files", await fileItems(uri)),
      ...group("Best of a search", this.#searchItems()),
      ...group("Earlier measurements of this file", this.#measuredItems(uri)),
    ];
    if (groups.length === 0) {
      throw new UserError(
        "nothing-to-compare",
        "There is no other rate file, search or measurement yet.",
        "Evaluate this file, or save another one.",
      );
    }
    const options = {
      title: "Compare With",
      placeHolder: `What ${basename(uri.path)} is compared with`,
      matchOnDescription: true,
    };
    return (await vscode.window.showQuickPick(groups, options))?.read?.();
  }

  #searchItems(): Item[] {
    const { searches, runner } = this.#ports;
    const names = searchNames(searches.all);
    return searches.all
      .filter(({ bestFitness }) => bestFitness !== undefined)
      .map(({ id, state }) => {
        const name = `best of ${names.get(id) ?? id}`;
        const read = async () => ({
          name,
          rates: needed((await runner.request("search/get", { id })).bestRates, name),
        });
        return { label: names.get(id) ?? id, description: state, read };
      });
  }

  #measuredItems({ fsPath }: vscode.Uri): Item[] {
    return this.#ports
      .measured(fsPath)
      .toReversed()
      .map((measured) => {
        const at = new Date(measured.at).toLocaleString();
        const read = async () => ({ name: `measured ${at}`, rates: measured.rates });
        return { label: fitnessLine(measured), description: at, detail: measured.protocol, read };
      });
  }
}

function group(label: string, items: readonly Item[]): Item[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

async function fileItems(own: vscode.Uri): Promise<Item[]> {
  const found = await vscode.workspace.findFiles("**/*.prune", "**/node_modules/**", MOST_FILES);
  return found
    .filter((uri) => uri.toString() !== own.toString())
    .map((uri) => ({
      label: basename(uri.path),
      description: vscode.workspace.asRelativePath(uri),
      read: () => ratesOfFile(uri),
    }));
}

async function ratesOfFile(uri: vscode.Uri): Promise<NamedRates> {
  const document = await opened(uri);
  const name = basename(uri.path);
  return { name, rates: needed(completeRates(readRateDocument(document.getText()).value), name) };
}

function needed<T>(rates: T | undefined, name: string): T {
  if (rates !== undefined) return rates;
  throw new UserError("rates-missing", `${name} does not give every layer a rate.`, "Choose another one.");
}
