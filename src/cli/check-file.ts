import { readFile, stat } from "node:fs/promises";
import { messageOf, UserError } from "../base/errors.ts";
import { modelFacts } from "../model/model-facts.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { type CheckedRateFile, checkRateFile, type Surroundings } from "../ratefile/check.ts";
import type { CheckOptions } from "../ratefile/check-options.ts";
import type { KnownModel } from "../ratefile/document.ts";
import { positionsOf } from "../ratefile/position.ts";

export interface CheckFileOptions extends CheckOptions {
  /** Model folder to check against instead of the one that the file names; must be a model. */
  readonly model?: string | undefined;
}

/** What came of checking one of several files: either is there. */
export type CheckOutcome =
  | { readonly file: string; readonly checked: CheckedRateFile; readonly failure?: undefined }
  | { readonly file: string; readonly checked?: undefined; readonly failure: UserError };

/** Reads and checks a rate file. @throws UserError `file-unreadable` */
export type FileChecker = (path: string) => Promise<CheckedRateFile>;

/**
 * Checks rate files against their models, each of which is opened once. A model folder that cannot be opened is a problem
 * like others: the rest of the file is checked all the same.
 * @throws UserError when `options.model` cannot be opened
 */
export async function fileChecker(options: CheckFileOptions = {}): Promise<FileChecker> {
  const surroundings = surroundingsOf();
  if (options.model !== undefined) await surroundings.openModel(options.model);
  return async (path) => await checkRateFile(await readText(path), path, surroundings, options);
}

function surroundingsOf(): Surroundings {
  const opened = new Map<string, Promise<KnownModel>>();
  return {
    openModel: async (folder) => {
      const model = opened.get(folder) ?? openModelFolder(folder).then(modelFacts);
      opened.set(folder, model);
      return await model;
    },
    isFile: async (path) => (await stat(path).catch(() => undefined))?.isFile() ?? false,
  };
}

/** `file:line:column: severity code message`, one line per problem, as editors and CI systems read it. */
export function problemLines({ path, text, problems }: CheckedRateFile): string[] {
  const positionAt = positionsOf(text);
  return problems.map(({ code, severity, message, range }) => {
    const { line, column } = positionAt(range.start);
    return `${printable(path)}:${line}:${column}: ${severity} ${code} ${printable(message)}`;
  });
}

/** The same of a file that could not be read, which has no lines. */
export function failureLine(path: string, { code, message }: UserError): string {
  return `${printable(path)}: error ${code} ${printable(message)}`;
}

/** Messages quote the file, which may come from anybody: nothing of it may steer a terminal or begin another line. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

/** The same for `--json`. */
export function problemRecords({ path, text, problems }: CheckedRateFile): object[] {
  const positionAt = positionsOf(text);
  return problems.map(({ range, ...problem }) => ({
    type: "problem",
    file: path,
    ...positionAt(range.start),
    end: positionAt(range.end),
    ...problem,
  }));
}

/** Whether the file can be run as it is. */
export function hasErrors({ problems }: CheckedRateFile): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** The text as editors show it, so that places are the same: without a byte order mark, and with line feeds for lone returns. */
async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "").replace(/\r(?!\n)/g, "\n");
  } catch (cause) {
    throw new UserError("file-unreadable", `The rate file ${path} ${whyUnreadable(cause)}.`, undefined, { cause });
  }
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "EISDIR") return "is a folder";
  if (code === "EACCES" || code === "EPERM") return "may not be read";
  return `cannot be read: ${messageOf(cause)}`;
}
