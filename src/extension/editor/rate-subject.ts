import { UserError } from "../../base/errors.ts";
import type { EvaluateParams } from "../../protocol/runner.ts";
import type { RateDocument } from "../../ratefile/document.ts";
import { runnableRates } from "../../ratefile/grid.ts";
import { resolveModelPath } from "../../ratefile/model-path.ts";
import { positionsOf } from "../../ratefile/position.ts";
import { completeRates } from "../../ratefile/rate-file.ts";
import { layerProfile } from "../../ratefile/services/layer-profile.ts";

/** What a rate file says is to be measured. */
export interface RateSubject {
  /** Absolute path of the model folder. */
  readonly model: string;
  /** As the file says them. */
  readonly written: EvaluateParams["rates"];
  /** What is run: the same, or the nearest that the file's grid allows. */
  readonly rates: EvaluateParams["rates"];
  readonly target: number | undefined;
  /** What uniform rates are compared with. */
  readonly mean: number;
  /** Absolute path of the text that the file names. */
  readonly text: string | undefined;
}

/**
 * @param path of the file, which relative paths in it start from
 * @throws UserError `rate-file-errors` with the line of the first error
 */
export function rateSubject(document: RateDocument, path: string): RateSubject {
  const error = document.problems.find(({ severity }) => severity === "error");
  if (error) throw withErrors(document, path, error.range.start, error.message);
  const { model, text } = document.value;
  const written = completeRates(document.value);
  const runnable = runnableRates(document.value, document.model?.shape);
  if (!model || !written || !runnable) throw withErrors(document, path, 0, "It names no model, or not all layers.");
  return {
    model: resolveModelPath(path, model.value),
    written,
    ...runnable,
    mean: layerProfile(document).mean ?? document.value.target?.value ?? 0,
    text: text && resolveModelPath(path, text.value),
  };
}

function withErrors({ text }: RateDocument, path: string, offset: number, message: string): UserError {
  const { line } = positionsOf(text)(offset);
  return new UserError(
    "rate-file-errors",
    `${path} has an error in line ${line}: ${message}`,
    "Correct it first; the light bulb offers what can be done.",
  );
}
