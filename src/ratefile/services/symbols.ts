import type { RateDocument } from "../document.ts";
import type { TextRange } from "../problem.ts";
import type { Entry } from "../syntax/nodes.ts";

/** A line of the outline. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly children: readonly OutlineItem[];
}

/** The keys of a file with their values, layers below `layers`. */
export function outline({ root, text }: RateDocument): OutlineItem[] {
  return root?.kind === "map" ? root.entries.map((entry) => item(entry, text)) : [];
}

function item({ key, keyRange, value }: Entry, text: string): OutlineItem {
  const children = key === "layers" && value?.kind === "map" ? value.entries.map((layer) => item(layer, text)) : [];
  const detail = value && children.length === 0 ? text.slice(value.range.start, value.range.end).split("\n", 1)[0] : "";
  const range = { start: keyRange.start, end: Math.max(keyRange.end, value?.range.end ?? 0) };
  // An outline shows nothing where a name is empty.
  return {
    name: key === "" ? "(no key)" : key,
    detail: detail?.slice(0, 80) ?? "",
    range,
    nameRange: keyRange,
    children,
  };
}
