import type { RateDocument } from "../document.ts";
import { insertion, lineStart, nextLine, type TextEdit } from "../edits.ts";
import { layersOfKey } from "../layer-keys.ts";
import { oncePer } from "../once-per.ts";
import type { TextRange } from "../problem.ts";
import type { Entry, MapNode } from "../syntax/nodes.ts";
import { type Fix, fix } from "./fix.ts";

const INDENT = "  ";

/** Layers that stand below `layers` without an indent, so that YAML takes them for keys of the file, are indented. */
export const indentLayers = oncePer(({ root, text }: RateDocument): Fix[] => {
  const layers = root?.kind === "map" && !root.flow ? unindentedLayers(root) : [];
  const [first, last] = [layers[0], layers.at(-1)];
  if (!first || !last) return [];
  return fix("Indent the layers", indents(text, { start: first.keyRange.start, end: endOf(last) }));
});

/** The entries that follow `layers`, which has nothing of its own, and that are named like layers. */
function unindentedLayers({ entries }: MapNode): readonly Entry[] {
  const at = entries.findIndex(({ key, value }) => key === "layers" && !value);
  if (at < 0) return [];
  const behind = entries.slice(at + 1);
  const other = behind.findIndex(({ key }) => typeof layersOfKey(key) === "string");
  return other < 0 ? behind : behind.slice(0, other);
}

function endOf({ keyRange, value }: Entry): number {
  return Math.max(keyRange.end, value?.range.end ?? 0);
}

function indents(text: string, { start, end }: TextRange): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = lineStart(text, start); at < end; at = nextLine(text, at)) edits.push(insertion(at, INDENT));
  return edits;
}
