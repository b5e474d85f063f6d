/** What a key asks for at the bars. */
export type Intent =
  /** Add to the rates that are chosen. */
  | { readonly kind: "step"; readonly by: number }
  | { readonly kind: "set"; readonly rate: number }
  | { readonly kind: "move"; readonly by: number; readonly extend: boolean }
  | { readonly kind: "lock" | "all" | "one" | "type" | "undo" | "redo" | "save" }
  /** A number is being typed, which begins so. */
  | { readonly kind: "number"; readonly text: string };

/** What of a keyboard event counts. */
export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
}

const [STEP, FINE, LARGE] = [0.01, 0.001, 0.1];

/** `Shift+` before the names of those that Shift makes others. */
const plain: Readonly<Record<string, Intent>> = {
  ArrowUp: { kind: "step", by: STEP },
  ArrowDown: { kind: "step", by: -STEP },
  "Shift+ArrowUp": { kind: "step", by: FINE },
  "Shift+ArrowDown": { kind: "step", by: -FINE },
  PageUp: { kind: "step", by: LARGE },
  PageDown: { kind: "step", by: -LARGE },
  Home: { kind: "set", rate: 0 },
  End: { kind: "set", rate: 1 },
  Delete: { kind: "set", rate: 1 },
  Backspace: { kind: "set", rate: 1 },
  d: { kind: "set", rate: 1 },
  ArrowLeft: { kind: "move", by: -1, extend: false },
  ArrowRight: { kind: "move", by: 1, extend: false },
  "Shift+ArrowLeft": { kind: "move", by: -1, extend: true },
  "Shift+ArrowRight": { kind: "move", by: 1, extend: true },
  l: { kind: "lock" },
  Enter: { kind: "type" },
  F2: { kind: "type" },
  Escape: { kind: "one" },
};

const withMod: Readonly<Record<string, Intent>> = {
  Home: { kind: "move", by: Number.NEGATIVE_INFINITY, extend: false },
  End: { kind: "move", by: Number.POSITIVE_INFINITY, extend: false },
  "Shift+Home": { kind: "move", by: Number.NEGATIVE_INFINITY, extend: true },
  "Shift+End": { kind: "move", by: Number.POSITIVE_INFINITY, extend: true },
  a: { kind: "all" },
  z: { kind: "undo" },
  "Shift+z": { kind: "redo" },
  y: { kind: "redo" },
  s: { kind: "save" },
};

/**
 * What a key means while a bar has the focus; undefined when it is not for the bars. Up and down change the rate, left and
 * right lead from layer to layer.
 */
export function intentOf({ key, shiftKey, altKey, mod }: Key): Intent | undefined {
  if (altKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (!mod && /^[\d.]$/.test(name)) return { kind: "number", text: name };
  return (mod ? withMod : plain)[shiftKey ? `Shift+${name}` : name];
}
