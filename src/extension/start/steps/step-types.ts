import type { Answers } from "../answers.ts";
import type { Step } from "../flow/step.ts";

/** A step of the start of a search. */
export type SearchStep = Step<Answers>;

/** What the summary has a row for. */
export type Topic =
  | "model"
  | "text"
  | "test"
  | "target"
  | "method"
  | "preset"
  | "llm"
  | "budget"
  | "device"
  | "seed"
  | "summary";
