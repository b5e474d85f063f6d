import { UserError } from "../../base/errors.ts";
import { type Plan, planForRates } from "../../pruning/plan.ts";
import type { RateVector } from "../../pruning/rates.ts";
import type { ModelShape } from "../../pruning/shape.ts";
import type { RateDocument } from "../document.ts";
import { runnableRates } from "../grid.ts";
import { completeRates } from "../rate-file.ts";

/** A form in which others take rates. */
export interface ExportFormat {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** File ending without the dot. */
  readonly ending: string;
  /** @throws UserError when the file's rates cannot be told in this form, and why */
  write(document: RateDocument): string;
}

/** @throws UserError `layer-missing` when not every layer has a rate */
export function mustHaveRates({ value }: RateDocument): RateVector {
  const rates = completeRates(value);
  if (rates) return rates;
  throw new UserError("layer-missing", "Not every layer has a rate that can be read.", "Correct the file first.");
}

/**
 * What the rates come down to in whole units.
 * @throws UserError `model-unknown` when the model could not be opened, or has another number of layers
 */
export function mustHavePlan({ model, value }: RateDocument, rates: RateVector): { shape: ModelShape; plan: Plan } {
  if (!model || model.shape.layers.length !== rates.length) {
    throw new UserError(
      "model-unknown",
      "KV groups and neurons are those of a model, and the file's model is not there or has other layers.",
      "Correct the key model, or export the rates alone.",
    );
  }
  const { shape } = model;
  // As the file is run: on its grid, where it has one.
  const run = runnableRates(value, shape) ?? { rates, target: value.target?.value };
  return { shape, plan: planForRates(shape, run.rates, run.target) };
}
