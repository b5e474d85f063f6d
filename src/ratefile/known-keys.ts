import { didYouMean } from "./did-you-mean.ts";
import { layersOfKey } from "./layer-keys.ts";
import type { Report } from "./problem.ts";
import { type Entry, type MapNode, quoted } from "./syntax/nodes.ts";

/**
 * The entries of a map that may hold certain keys only; others, and keys that come twice (the first counts), are
 * problems.
 * @param owner how messages call the map: `a rate file`, `a layer`
 */
export function readKnownKeys<Key extends string>(
  map: MapNode,
  known: readonly Key[],
  owner: string,
  report: Report,
): Partial<Record<Key, Entry>> {
  const found: Partial<Record<Key, Entry>> = {};
  for (const entry of map.entries) {
    const key = known.find((name) => name === entry.key);
    if (!key) report("unknown-key", unknownKey(entry.key, known, owner), entry.keyRange);
    else if (found[key]) report("key-twice", `The key ${key} is given twice; the first counts.`, entry.keyRange);
    else found[key] = entry;
  }
  return found;
}

function unknownKey(key: string, known: readonly string[], owner: string): string {
  const guess = didYouMean(key, known);
  const others =
    typeof layersOfKey(key) === "object"
      ? "lines of layers are indented, below layers."
      : `the keys are ${known.join(", ")}.`;
  const way = guess ? `did you mean ${guess}?` : others;
  return `"${quoted(key)}" is not a key of ${owner}: ${way}`;
}
