import * as vscode from "vscode";
import type { RateFiles } from "../../rates/rate-files.ts";
import type { RateSource } from "../../rates/rate-source.ts";
import type { NewRateFile } from "./new-rate-file.ts";

const sources = [
  {
    id: "uniform",
    label: "$(symbol-ruler) Uniform rates of a model",
    detail: "every layer cut alike, to be changed by hand",
  },
  {
    id: "search",
    label: "$(graph-line) Best rates of a search",
    detail: "with their numbers and protocol as comments",
  },
  {
    id: "clipboard",
    label: "$(clippy) Rates from the clipboard",
    detail: "[0.1, 0.25, …] as papers and programs print them",
  },
  {
    id: "file",
    label: "$(go-to-file) Rates from a file…",
    detail: "such a list, an export of a rate file, or a drop configuration of EvoPress",
  },
] as const;

type Source = (typeof sources)[number]["id"];

/** What a new file is made of without a question, for keys and tests: `{ source, model?, file?, target? }`. */
export interface NewFileWish {
  readonly source?: unknown;
  /** Absolute path of the model folder. */
  readonly model?: unknown;
  /** Absolute path of the file to import. */
  readonly file?: unknown;
  /** Where the rate file goes. */
  readonly target?: unknown;
}

/**
 * Makes a new rate file and opens it.
 * @returns the file, or undefined when the person gave up
 */
export async function newRateFile(
  content: NewRateFile,
  files: RateFiles,
  wish: NewFileWish,
): Promise<vscode.Uri | undefined> {
  const source = sources.find(({ id }) => id === wish.source)?.id ?? (await askSource());
  if (source === undefined) return undefined;
  if (source === "search") return vscode.commands.executeCommand("selfPruner.saveBestRates");
  const made = await contentOf(source, content, wish);
  return made && files.save(made, wish.target instanceof vscode.Uri ? wish.target : undefined);
}

async function contentOf(
  source: Exclude<Source, "search">,
  content: NewRateFile,
  wish: NewFileWish,
): Promise<RateSource | undefined> {
  const model = pathOf(wish.model);
  switch (source) {
    case "uniform":
      return content.uniform(model);
    case "clipboard":
      return content.imported(await vscode.env.clipboard.readText(), "the clipboard", model);
    case "file": {
      const file = pathOf(wish.file) ?? (await askFile());
      return file === undefined ? undefined : content.importedFile(file, model);
    }
  }
}

function pathOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

async function askSource(): Promise<Source | undefined> {
  const options = { title: "New Rate File", placeHolder: "What the file begins with" };
  return (await vscode.window.showQuickPick(sources, options))?.id;
}

async function askFile(): Promise<string | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title: "Rates", openLabel: "Import" })) ?? [];
  return uri?.fsPath;
}
