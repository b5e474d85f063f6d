import { UserError } from "../base/errors.ts";
import type { CheckOptions } from "./check-options.ts";
import type { KnownModel, RateDocument } from "./document.ts";
import { resolveModelPath } from "./model-path.ts";
import { inOrder, interpret, modelOf, parseSource } from "./parse.ts";
import { type Problem, type ProblemCode, problemSeverities, type TextRange } from "./problem.ts";
import type { Located } from "./rate-file.ts";

/** What a check needs of the file system. */
export interface Surroundings {
  /** @throws UserError when the folder is not there or is no model that can be pruned */
  openModel(folder: string): Promise<KnownModel>;
  isFile(path: string): Promise<boolean>;
}

/** A rate file with all that can be said of it. */
export interface CheckedRateFile extends RateDocument {
  readonly path: string;
  /** Absolute path of its model folder, where one is named. */
  readonly folder: string | undefined;
}

/**
 * All problems of a rate file: the one function behind `self-pruner check`, the editor and whoever runs a file. What it
 * names and cannot be opened is a problem like others: the rest of the file is checked all the same.
 * @param path of the file, which relative paths in it start from
 * @param options `model` is a folder to check against instead of the one that the file names
 */
export async function checkRateFile(
  text: string,
  path: string,
  surroundings: Surroundings,
  options: CheckOptions & { readonly model?: string | undefined } = {},
): Promise<CheckedRateFile> {
  const source = parseSource(text);
  const named = modelOf(source);
  const folder = options.model ?? (named === undefined ? undefined : resolveModelPath(path, named));
  const opened = folder === undefined ? undefined : await open(folder, surroundings);
  const model = opened instanceof UserError ? undefined : opened;
  const { value, problems } = interpret(source, model?.shape, options);
  const found = [
    ...(opened instanceof UserError && value.model ? [modelProblem(opened, value.model.range)] : []),
    ...(await textProblems(value.text, path, surroundings)),
  ];
  return { text, path, folder, root: source.root, model, value, problems: inOrder([...problems, ...found]) };
}

async function open(folder: string, surroundings: Surroundings): Promise<KnownModel | UserError> {
  try {
    return await surroundings.openModel(folder);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
}

const codes: ReadonlyMap<string, ProblemCode> = new Map([
  ["model-missing", "model-not-found"],
  ["model-not-a-folder", "model-not-found"],
  ["model-type-unsupported", "model-unsupported"],
  ["model-quantized", "model-unsupported"],
]);

function modelProblem({ code, message, hint }: UserError, range: TextRange): Problem {
  const sentences = hint === undefined ? message : `${message} ${hint}`;
  return problem(codes.get(code) ?? "model-unreadable", sentences, range);
}

async function textProblems(
  text: Located<string> | undefined,
  path: string,
  { isFile }: Surroundings,
): Promise<Problem[]> {
  if (!text) return [];
  const file = resolveModelPath(path, text.value);
  return (await isFile(file)) ? [] : [problem("text-not-found", `There is no file ${file}.`, text.range)];
}

function problem(code: ProblemCode, message: string, range: TextRange): Problem {
  return { code, severity: problemSeverities[code], message, range };
}
