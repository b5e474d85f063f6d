import { readFile, stat } from "node:fs/promises";
import { messageOf, UserError } from "../base/errors.ts";
import { modelFacts } from "../model/model-facts.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { type CheckedRateFile, checkRateFile, type Surroundings } from "../ratefile/check.ts";
import type { CheckOptions } from "../ratefile/check-options.ts";
import { positionsOf } from "../ratefile/position.ts";

export interface CheckFileOptions extends CheckOptions {
  /** Model folder to check against instead of the one that the file names; must be a model. */
  readonly model?: string | undefined;
}

/**
 * Reads a rate file and checks it against its model. A model folder that cannot be opened is a problem like others: the
 * rest of the file is checked all the same.
 * @throws UserError when the file cannot be read, or `options.model` cannot be opened
 */
export async function checkFile(path: string, options: CheckFileOptions = {}): Promise<CheckedRateFile> {
  if (options.model !== undefined) await files.openModel(options.model);
  return await checkRateFile(await readText(path), path, files, options);
}

const files: Surroundings = {
  openModel: async (folder) => modelFacts(await openModelFolder(folder)),
  isFile: async (path) => (await stat(path).catch(() => undefined))?.isFile() ?? false,
};

/** `file:line:column: severity code message`, one line per problem, as editors and CI systems read it. */
export function problemLines({ path, text, problems }: CheckedRateFile): string[] {
  const positionAt = positionsOf(text);
  return problems.map(({ code, severity, message, range }) => {
    const { line, column } = positionAt(range.start);
    return `${path}:${line}:${column}: ${severity} ${code} ${printable(message)}`;
  });
}

/** Messages quote the file, which may come from anybody: nothing of it may steer a terminal or begin another line. */
function printable(message: string): string {
  return message.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
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
    throw new UserError("file-unreadable", `The rate file ${path} cannot be read: ${messageOf(cause)}.`, undefined, {
      cause,
    });
  }
}
