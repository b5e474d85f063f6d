import * as vscode from "vscode";
import { startFolder, writeFile } from "../files.ts";
import { freeName } from "./free-name.ts";
import type { RateSource } from "./rate-source.ts";

const ENDING = ".prune";
/** Under which the folder of the last saved file is remembered. */
const FOLDER_KEY = "rates.folder";

/** Saves rates as rate files. */
export class RateFiles {
  readonly #memory: vscode.Memento;

  /** @param memory remembers where the person saved last */
  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /**
   * Saves a rate file and opens it.
   *
   * @param target where, without asking; a file that is there already is kept and the next free name taken
   * @returns the file that was written, undefined when the person gave up
   */
  async save(source: RateSource, target?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const file = target ? await freeUri(target) : await this.#ask(source.name);
    if (!file) return undefined;
    const { rateFileText } = await import("./rate-file-text.ts");
    await writeFile(file, rateFileText(source, file.fsPath));
    await vscode.window.showTextDocument(file, { preview: false });
    return file;
  }

  /** The dialog itself asks before a file is written over. */
  async #ask(name: string): Promise<vscode.Uri | undefined> {
    const folder = await this.#folder();
    const file = await vscode.window.showSaveDialog({
      title: "Save rates",
      defaultUri: await freeUri(vscode.Uri.joinPath(folder, name + ENDING)),
      filters: { "Pruning rates": [ENDING.slice(1)] },
    });
    if (file) await this.#memory.update(FOLDER_KEY, vscode.Uri.joinPath(file, "..").toString());
    return file;
  }

  /** Where the last one went. */
  async #folder(): Promise<vscode.Uri> {
    const last = this.#memory.get<unknown>(FOLDER_KEY);
    const remembered = typeof last === "string" ? vscode.Uri.parse(last) : undefined;
    if (remembered && (await exists(remembered))) return remembered;
    return startFolder();
  }
}

/** The file, or the same with a number where that is taken. */
async function freeUri(file: vscode.Uri): Promise<vscode.Uri> {
  const path = file.path.endsWith(ENDING) ? file.path.slice(0, -ENDING.length) : file.path;
  const at = (name: string) => file.with({ path: name + ENDING });
  return at(await freeName(path, (name) => exists(at(name))));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
