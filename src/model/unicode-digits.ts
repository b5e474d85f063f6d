import * as z from "zod";

const Digits = z.object({ type: z.literal("Digits"), individual_digits: z.boolean().default(false) });
const Sequence = z.looseObject({ type: z.literal("Sequence"), pretokenizers: z.array(z.unknown()) });

/**
 * The pre-tokenizer of a `tokenizer.json`, with `Digits` (SmolLM2 has it) spelled out as a split on every character that
 * Unicode calls a number: that is what Rust's `char::is_numeric` means in Python's tokenizers, while
 * `@huggingface/tokenizers` 0.2 takes ASCII digits only and so differs at "½" or "²".
 */
export function withUnicodeDigits(preTokenizer: unknown): unknown {
  const sequence = Sequence.safeParse(preTokenizer);
  if (sequence.success) {
    return { ...sequence.data, pretokenizers: sequence.data.pretokenizers.map(withUnicodeDigits) };
  }
  const digits = Digits.safeParse(preTokenizer);
  if (!digits.success) return preTokenizer;
  const pattern = { Regex: digits.data.individual_digits ? "\\p{N}" : "\\p{N}+" };
  return { type: "Split", pattern, behavior: "Isolated", invert: false };
}
