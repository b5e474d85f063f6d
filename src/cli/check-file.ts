import { readFile } from "node:fs/promises";
import { messageOf, UserError } from "../base/errors.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import type { ModelShape } from "../pruning/shape.ts";
import { resolveModelPath } from "../ratefile/model-path.ts";
import { parseRateFile } from "../ratefile/parse.ts";
import { positionsOf } from "../ratefile/position.ts";
import { type Problem, problemSeverities } from "../ratefile/problem.ts";
import type { ParsedRateFile } from "../ratefile/rate-file.ts";

/** A rate file with all that can be said of it. */
export interface CheckedFile extends ParsedRateFile {
  readonly path: string;
  readonly text: string;
  /** Absolute path of its model folder, where one is named. */
  readonly model: string | undefined;
}

/**
 * Reads a rate file and checks it against its model. A model folder that cannot be opened is a problem like others: the
 * rest of the file is checked all the same.
 * @param model folder to check against instead of the one that the file names; must be a model
 * @throws UserError when the file cannot be read, or `model` cannot be opened
 */
export async function checkRateFile(path: string, model?: string): Promise<CheckedFile> {
  const text = await readText(path);
  const alone = parseRateFile(text);
  if (model !== undefined) return { path, text, model, ...parseRateFile(text, await shapeOf(model)) };
  const named = alone.value.model;
  if (!named) return { path, text, model: undefined, ...alone };
  const folder = resolveModelPath(path, named.value);
  try {
    return { path, text, model: folder, ...parseRateFile(text, await shapeOf(folder)) };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    const code = "model-unreadable";
    const problem: Problem = { code, severity: problemSeverities[code], message: thrown.message, range: named.range };
    return { path, text, model: folder, value: alone.value, problems: [problem, ...alone.problems] };
  }
}

/** `file:line:column: severity code message`, one line per problem, as editors and CI systems read it. */
export function problemLines({ path, text, problems }: CheckedFile): string[] {
  const positionAt = positionsOf(text);
  return problems.map(({ code, severity, message, range }) => {
    const { line, column } = positionAt(range.start);
    return `${path}:${line}:${column}: ${severity} ${code} ${message}`;
  });
}

/** The same for `--json`. */
export function problemRecords({ path, text, problems }: CheckedFile): object[] {
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
export function hasErrors({ problems }: CheckedFile): boolean {
  return problems.some(({ severity }) => severity === "error");
}

async function shapeOf(model: string): Promise<ModelShape> {
  return (await openModelFolder(model)).shape;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new UserError("file-unreadable", `The rate file ${path} cannot be read: ${messageOf(cause)}.`, undefined, {
      cause,
    });
  }
}
