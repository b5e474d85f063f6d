import { didYouMean } from "../did-you-mean.ts";
import type { RateDocument } from "../document.ts";
import { removal } from "../entry-edits.ts";
import { fileKeys } from "../header.ts";
import { layersOfKey } from "../layer-keys.ts";
import { halfKeys } from "../layer-values.ts";
import { oncePer } from "../once-per.ts";
import type { Problem } from "../problem.ts";
import { lastUpTo } from "../sorted.ts";
import type { Entry, MapNode, SyntaxNode } from "../syntax/nodes.ts";
import { type Fix, type Fixer, fix } from "./fix.ts";
import { indentLayers } from "./indent-layers.ts";

/** A key that was mistyped is renamed, if the right one is not there; one that means nothing can be removed. */
export const renameUnknownKey: Fixer = (document, problem) => {
  const found = keyAt(document.root, problem);
  if (!found) return [];
  const { map, entry } = found;
  const known = map === document.root ? fileKeys : halfKeys;
  const guess = didYouMean(
    entry.key,
    known.filter((key) => !keysOf(map).has(key)),
  );
  const rename = guess ? fix(`Change to ${guess}`, [{ range: problem.range, text: guess }]) : [];
  // Without its other half, what the key gives would be lost.
  const isSuperfluous = known === halfKeys && halfKeys.every((key) => keysOf(map).has(key));
  const indented = isLayer(entry.key) && known === fileKeys ? indentLayers(document) : [];
  return [...indented, ...rename, ...removeKey(document, found, isSuperfluous)];
};

/** Of a key that is given twice the second goes. */
export const removeSecondKey: Fixer = (document, problem) => {
  const found = keyAt(document.root, problem);
  // Layers that are given in two places may all be meant.
  return found ? removeKey(document, found, found.entry.key !== "layers") : [];
};

function isLayer(key: string): boolean {
  return typeof layersOfKey(key) !== "string";
}

function removeKey({ text }: RateDocument, { map, entry }: FoundKey, preferred: boolean): Fix[] {
  const written = { key: entry.keyRange, range: entry.value?.range ?? entry.keyRange };
  const edit = removal(text, { flow: map.flow, map: map.range }, written);
  return fix(`Remove ${entry.key}`, [edit], preferred);
}

interface FoundKey {
  readonly map: MapNode;
  readonly entry: Entry;
}

/** The key that a problem underlines, with the map it is in. */
function keyAt(node: SyntaxNode | undefined, problem: Problem): FoundKey | undefined {
  if (node?.kind !== "map") return undefined;
  const { start, end } = problem.range;
  // Entries follow each other in the text: only the last one that begins before the problem can hold it.
  const entry = lastUpTo(node.entries, start, ({ keyRange }) => keyRange.start);
  if (entry?.keyRange.start === start && entry.keyRange.end === end) return { map: node, entry };
  const value = entry?.value;
  return value && value.range.start <= start && end <= value.range.end ? keyAt(value, problem) : undefined;
}

const keysOf = oncePer(({ entries }: MapNode) => new Set(entries.map(({ key }) => key)));
