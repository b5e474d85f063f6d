import * as z from "zod";
import { UserError } from "../../base/errors.ts";

const LlmPrices = z.record(
  z.string(),
  z.strictObject({ input: z.number().min(0).finite(), output: z.number().min(0).finite() }),
);
/** USD per million tokens, by the LLM's name. */
export type LlmPrices = Readonly<z.infer<typeof LlmPrices>>;

/**
 * Reads the setting `selfPruner.llmPrices`; there are no prices while it is not set.
 * @throws UserError `setting-invalid` naming what is wrong: a price that is ignored would be a budget that is not kept
 */
export function readLlmPrices(setting: unknown): LlmPrices {
  const prices = LlmPrices.safeParse(setting ?? {});
  if (prices.success) return prices.data;
  const [issue] = prices.error.issues;
  const place = ["selfPruner.llmPrices", ...(issue?.path ?? [])].join(" › ");
  throw new UserError(
    "setting-invalid",
    `The setting ${place} is not as it should be: ${issue?.message}.`,
    'Give USD per million tokens, such as { "gpt-4o": { "input": 2.5, "output": 10 } }.',
  );
}
