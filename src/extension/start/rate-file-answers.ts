import { messageOf, UserError } from "../../base/errors.ts";
import type { ModelDescription } from "../../protocol/runner.ts";
import { resolveModelPath } from "../../ratefile/model-path.ts";
import { parseRateFile } from "../../ratefile/parse.ts";
import { positionsOf } from "../../ratefile/position.ts";
import type { Answers } from "./answers.ts";

/**
 * What a rate file answers: its model, and its target where it names one. Its rates may be unfinished or wrong.
 *
 * @param file absolute path
 * @param describe throws a UserError when the model cannot be searched
 * @throws UserError with the line when the file names no model that can be searched
 */
export async function rateFileAnswers(
  file: string,
  text: string,
  describe: (model: string) => Promise<ModelDescription>,
): Promise<Pick<Answers, "model" | "target">> {
  const { value, problems } = parseRateFile(text);
  const lineOf = positionsOf(text);
  const { model, target } = value;
  if (!model) {
    const problem = problems.find(({ code }) => telling.has(code));
    throw failure(file, lineOf(problem?.range.start ?? 0).line, problem?.message ?? "It names no model folder.");
  }
  const { line } = lineOf(model.range.start);
  const { path } = await readable(file, line, () => describe(resolveModelPath(file, model.value)));
  return { model: path, ...(target && target.value > 0 && { target: target.value }) };
}

/** Problems for which a file has no model. */
const telling: ReadonlySet<string> = new Set(["yaml-syntax", "not-a-map", "model-missing", "model-invalid"]);

async function readable<T>(file: string, line: number, describe: () => Promise<T>): Promise<T> {
  try {
    return await describe();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw failure(file, line, messageOf(error), error.hint);
  }
}

function failure(
  file: string,
  line: number,
  reason: string,
  hint = "Name the model's folder after `model:`.",
): UserError {
  return new UserError("rate-file-model", `Line ${line} of ${file}: ${reason}`, hint);
}
