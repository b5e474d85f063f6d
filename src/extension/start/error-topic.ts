import { UserError } from "../../base/errors.ts";
import type { Topic } from "./steps/step-types.ts";

/** Beginnings of error codes, and what has to be answered otherwise. */
const topics: readonly (readonly [RegExp, Topic])[] = [
  [/^(model|config|safetensors|tensor|weights|tokenizer|index|bos)-/, "model"],
  [/^splits-/, "test"],
  [/^(text|field|jsonl|parquet)-/, "text"],
  [/^(device|cuda|platform)-/, "device"],
  [/^(api-key|base-url|llm|lm|editor|replay|search-missing)/, "llm"],
  [/^method-|^unknown-method/, "method"],
  [/^setting-/, "budget"],
];

/** What has to be answered otherwise for a search to start; undefined when no answer is to blame. */
export function topicOfError(error: unknown): Topic | undefined {
  if (!(error instanceof UserError)) return undefined;
  return topics.find(([codes]) => codes.test(error.code))?.[1];
}
