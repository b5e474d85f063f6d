import type { ViewFacts } from "./view-facts.ts";

/** Tells an editor its context keys, those that changed only. */
export class ContextKeys {
  readonly #set: (key: string, value: unknown) => void;
  readonly #known = new Map<string, unknown>();

  constructor(set: (key: string, value: unknown) => void) {
    this.#set = set;
  }

  update(keys: ViewFacts["keys"]): void {
    for (const [key, value] of Object.entries(keys)) {
      if (this.#known.has(key) && this.#known.get(key) === value) continue;
      this.#known.set(key, value);
      this.#set(`selfPruner.${key}`, value);
    }
  }
}
