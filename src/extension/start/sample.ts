import type { SearchDraft } from "../../protocol/runner.ts";
import { sampleModel } from "./find/find-models.ts";
import { sampleText } from "./find/find-texts.ts";

/** The search of `self-pruner search --sample`. @param samples folder of the samples */
export function sampleDraft(samples: string): SearchDraft {
  const text = (split: "search" | "validation" | "test") => ({ path: sampleText(samples, split) });
  return {
    preset: "paper",
    spec: {
      model: sampleModel(samples),
      texts: { search: text("search"), validation: text("validation"), test: text("test") },
      target: 0.5,
      method: "self-pruner",
      llm: { provider: "none" },
      // Few enough for a minute, many enough that the best is no accident.
      windows: { search: 16 },
    },
  };
}
