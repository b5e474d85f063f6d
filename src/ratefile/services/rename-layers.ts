import { UserError } from "../../base/errors.ts";
import type { RateDocument } from "../document.ts";
import type { TextEdit } from "../edits.ts";
import { keyText, rekeyed, removal, replacement } from "../entry-edits.ts";
import { keysOf, layersOfKey, layersOfSpans, spansText } from "../layer-keys.ts";
import { LOCK } from "../locks.ts";
import type { TextRange } from "../problem.ts";
import type { LayerEntry, LayersBlock } from "../rate-file.ts";

/** A key that can be given another name. */
export interface RenameableKey {
  readonly range: TextRange;
  /** Without quotes. */
  readonly name: string;
}

/** The key of layers at a place. */
export function renameableKeyAt(document: RateDocument, offset: number): RenameableKey | undefined {
  const key = entryAt(document, offset)?.key;
  return key && { range: key, name: document.text.slice(key.start, key.end).replace(/^(["'])(.*)\1$/, "$2") };
}

/**
 * The edits that make the line at a place count for other layers: from `2-5` to `2-7`, say. Layers that it gains leave the
 * lines they are on, and take this one's rate; layers that it loses keep their rate, on a line of their own.
 *
 * @throws UserError `layer-key-invalid` and `layer-out-of-range` for the name, `layer-locked` when a layer that would
 * move is locked on another line, `not-renameable` when no layers are written there, or in a way that only a person can edit
 */
export function renameLayers(document: RateDocument, offset: number, name: string): TextEdit[] {
  const { block } = document.value;
  const entry = entryAt(document, offset);
  if (!entry || !block) throw notRenameable("There are no layers here.");
  const wanted = layersNamed(document, name);
  const own = layersOf(entry);
  const gained = new Set(wanted.filter((layer) => !own.includes(layer)));
  const lost = own.filter((layer) => !wanted.includes(layer));
  if (gained.size + lost.length === 0) return [];
  return [...ownEdits(document, block, entry, [wanted, lost]), ...takenEdits(document, block, entry, gained)];
}

function entryAt({ value }: RateDocument, offset: number): LayerEntry | undefined {
  return value.entries.find(({ key, spans }) => spans.length > 0 && key.start <= offset && offset <= key.end);
}

function layersNamed({ value, model }: RateDocument, name: string): number[] {
  const spans = layersOfKey(name);
  if (typeof spans === "string") throw new UserError("layer-key-invalid", spans);
  const count = model?.shape.layers.length ?? value.layers.length;
  if (spans.some(({ to }) => to >= count)) {
    throw new UserError("layer-out-of-range", `There are layers 0 to ${count - 1} only.`);
  }
  return ascending(layersOfSpans(spans));
}

function layersOf({ spans }: LayerEntry): number[] {
  return ascending(layersOfSpans(spans));
}

function ascending(layers: readonly number[]): number[] {
  return [...new Set(layers)].toSorted((a, b) => a - b);
}

/** The line itself under its new key, and what it loses beside it, in the order of the layers. */
function ownEdits(
  { text }: RateDocument,
  block: LayersBlock,
  entry: LayerEntry,
  groups: readonly (readonly number[])[],
): TextEdit[] {
  const keys = groups
    .filter((layers) => layers.length > 0)
    .toSorted(([a = 0], [b = 0]) => a - b)
    .flatMap(keysOf);
  if (keys.length === 1) return keys.map((key) => ({ range: entry.key, text: keyText(block, key) }));
  const { key, range, locked } = entry;
  if (range.start === key.start || text.slice(key.start, range.end).includes("\n")) {
    throw notRenameable("Only a rate that stands on the line of its key can be split.");
  }
  const value = text.slice(range.start, range.end);
  const rows = keys.map((each, index) => ({
    key: each,
    value: value + (locked && index > 0 && !block.flow ? LOCK : ""),
  }));
  return replacement(text, block, entry, rows);
}

/** Takes layers out of all other lines. */
function takenEdits(
  { text, value }: RateDocument,
  block: LayersBlock,
  taker: LayerEntry,
  layers: ReadonlySet<number>,
): TextEdit[] {
  const given = (entry: LayerEntry) => layersOf(entry).filter((layer) => layers.has(layer));
  const givers = value.entries.filter((entry) => entry !== taker && given(entry).length > 0);
  const locked = givers.find((entry) => entry.locked);
  if (locked) throw lockedError(given(locked));
  const isEmptied = (entry: LayerEntry) => entry !== taker && given(entry).length === layersOf(entry).length;
  const shortened = givers
    .filter((entry) => !isEmptied(entry))
    .flatMap((entry) => {
      const left = layersOf(entry).filter((layer) => !layers.has(layer));
      return rekeyed(text, block, entry, keysOf(left)) ?? refused(left);
    });
  const emptied = runsOf(value.entries, (entry) => given(entry).length > 0 && isEmptied(entry), block.flow);
  return [...shortened, ...emptied.map((run) => removalOf(text, block, run))];
}

/** Runs of neighbours; in braces these share the commas between them, so they go together. Elsewhere each is a run. */
function runsOf(
  entries: readonly LayerEntry[],
  isIn: (entry: LayerEntry) => boolean,
  areJoined: boolean,
): LayerEntry[][] {
  const runs: LayerEntry[][] = [];
  for (const [index, entry] of entries.entries()) {
    if (!isIn(entry)) continue;
    const last = runs.at(-1);
    if (areJoined && last && last.at(-1) === entries[index - 1]) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function removalOf(text: string, block: LayersBlock, run: readonly LayerEntry[]): TextEdit {
  const [first, last] = [run[0], run.at(-1)];
  const range = first && last && { start: first.range.start, end: last.range.end };
  const edit = first && range && removal(text, block, { key: first.key, range });
  if (edit) return edit;
  return refused(ascending(run.flatMap(layersOf)));
}

function refused(layers: readonly number[]): never {
  throw notRenameable(`The line of ${spansText(layers)} is written in a way that only a person can edit.`);
}

function lockedError(layers: readonly number[]): UserError {
  const subject = layers.length === 1 ? `Layer ${layers[0]} is` : `Layers ${spansText(layers)} are`;
  return new UserError("layer-locked", `${subject} locked.`, "Take the comment # lock away first.");
}

function notRenameable(sentence: string): UserError {
  return new UserError("not-renameable", sentence);
}
