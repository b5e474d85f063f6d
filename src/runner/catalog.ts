import type { Catalog } from "../protocol/runner.ts";
import { methods } from "../search/methods/index.ts";
import { presetNames, presets } from "../search/presets.ts";

/** What can be chosen from, as the program has it. */
export function catalog(): Catalog {
  return {
    methods: methods.map(({ name, title, usesLlm }) => ({ name, description: title, usesLlm })),
    presets: presetNames.map((name) => ({ name, description: presets[name].description })),
  };
}
