import type { Catalog } from "../../../protocol/runner.ts";
import { entryRows } from "./method.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks for the settings that the search starts from. */
export function presetStep(catalog: () => Promise<Catalog>): SearchStep {
  return {
    id: "preset",
    title: "Preset",
    topic: "preset",
    applies: () => true,
    isAnswered: ({ preset }) => preset !== undefined,
    async ask(answers, ask) {
      const preset = await ask.pick({
        placeholder: "Sizes and switches of the search",
        rows: () => entryRows(catalog, ({ presets }) => presets),
        active: answers.preset,
      });
      return { answers: { ...answers, preset } };
    },
  };
}
