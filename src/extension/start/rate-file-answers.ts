import { UserError } from "../../base/errors.ts";
import { resolveModelPath } from "../../ratefile/model-path.ts";
import { parseRateFile } from "../../ratefile/parse.ts";
import { positionsOf } from "../../ratefile/position.ts";
import type { Answers } from "./answers.ts";

/**
 * What a rate file answers: its model, and its target where it names one. Its rates may be unfinished or wrong.
 *
 * @param file absolute path
 * @throws UserError with the line when the file names no model
 */
export function rateFileAnswers(file: string, text: string): Pick<Answers, "model" | "target"> {
  const { value, problems } = parseRateFile(text);
  const [problem] = problems.filter(({ code }) => blocking.has(code));
  if (problem || !value.model) {
    const line = positionsOf(text)(problem?.range.start ?? 0).line;
    const reason = problem?.message ?? "The file does not name its model folder.";
    throw new UserError("rate-file-model", `Line ${line} of ${file}: ${reason}`, WAY_OUT);
  }
  const target = value.target?.value;
  return { model: resolveModelPath(file, value.model.value), ...(target !== undefined && target > 0 && { target }) };
}

const blocking: ReadonlySet<string> = new Set(["yaml-syntax", "not-a-map", "model-missing", "model-invalid"]);

const WAY_OUT = "A search from a rate file needs its model.";
