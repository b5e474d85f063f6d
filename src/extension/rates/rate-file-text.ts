import { formatRateFile } from "../../ratefile/format.ts";
import { modelPathFor } from "../../ratefile/model-path.ts";
import type { RateSource } from "./rate-source.ts";

/** The text of a rate file; a model beside it is named relative to it. */
export function rateFileText({ rates, comments, model, target }: RateSource, file: string): string {
  return formatRateFile({ comments, model: modelPathFor(file, model), target, rates });
}
