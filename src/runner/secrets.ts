import { isSecret } from "../llm/key-guard.ts";

/** The keys that the runner holds in memory, so that no text that leaves it can carry one. */
export class Secrets {
  readonly #keys = new Map<string, string>();

  /** Holds the key of a search until it is forgotten. */
  keep(search: string, key: string): void {
    this.#keys.set(search, key);
  }

  of(search: string): string | undefined {
    return this.#keys.get(search);
  }

  forget(search: string): void {
    this.#keys.delete(search);
  }

  /** A text with every key replaced: an endpoint may well repeat one in its error message. */
  redact(text: string): string {
    return without([...this.#keys.values()], text);
  }

  /** As {@link redact}, but for text that is read again: a placeholder such as `1` stays, for rates hold it, too. */
  redactStored(text: string): string {
    return without([...this.#keys.values()].filter(isSecret), text);
  }
}

function without(keys: readonly string[], text: string): string {
  let clean = text;
  for (const key of keys) {
    // In JSON the key can stand escaped.
    for (const form of [key, JSON.stringify(key).slice(1, -1)]) clean = clean.replaceAll(form, "[key]");
  }
  return clean;
}
