/** The layers that are chosen, and the one among them that has the focus. */
export interface Selection {
  readonly focus: number;
  /** Where a range that is extended begins. */
  readonly anchor: number;
  readonly layers: ReadonlySet<number>;
}

export function only(layer: number): Selection {
  return { focus: layer, anchor: layer, layers: new Set([layer]) };
}

/** All layers from the anchor to another one. */
export function extendedTo({ anchor }: Selection, layer: number): Selection {
  return { focus: layer, anchor, layers: new Set(between(anchor, layer)) };
}

/** With a layer more, or without it; the last one stays. */
export function toggled({ layers }: Selection, layer: number): Selection {
  const others = [...layers].filter((each) => each !== layer);
  if (others.length === layers.size) return { focus: layer, anchor: layer, layers: new Set([...layers, layer]) };
  const [left = layer] = others;
  return { focus: left, anchor: left, layers: new Set(others.length > 0 ? others : [layer]) };
}

export function allOf({ focus, anchor }: Selection, amount: number): Selection {
  return { focus, anchor, layers: new Set(Array.from({ length: amount }, (_, layer) => layer)) };
}

/** These layers, the first of them with the focus. */
export function these(layers: readonly number[]): Selection | undefined {
  const [first] = layers;
  return first === undefined ? undefined : { focus: first, anchor: first, layers: new Set(layers) };
}

/** A selection in a file that has another number of layers now. */
export function within(selection: Selection, amount: number): Selection {
  const left = [...selection.layers].filter((layer) => layer < amount);
  if (left.length === selection.layers.size && selection.focus < amount) return selection;
  const last = Math.max(0, amount - 1);
  if (left.length === 0) return only(Math.min(selection.focus, last));
  return { focus: Math.min(selection.focus, last), anchor: Math.min(selection.anchor, last), layers: new Set(left) };
}

export function isSame(one: Selection, other: Selection): boolean {
  return (
    one.focus === other.focus &&
    one.layers.size === other.layers.size &&
    [...one.layers].every((layer) => other.layers.has(layer))
  );
}

/** Layers in their order. */
export function inOrder(layers: Iterable<number>): number[] {
  return [...layers].sort((a, b) => a - b);
}

/** All layers from one to another, both included, whichever is first. */
export function between(one: number, other: number): number[] {
  const from = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => from + index);
}
