import { type BarsLayout, type Hit, hitAt, nearestLayer, rateAt, rateOfPixels } from "../model/bars-layout.ts";
import { decimals, movedBy, painted, type Rates } from "../model/gesture.ts";
import { extendedTo, only, type Selection, toggled } from "../model/selection.ts";
import type { Actions } from "../view.ts";

/** CSS pixels that a pointer may move while it clicks. */
const STILL = 3;
/** Share of a pointer's way that counts with Shift. */
const FINE = 0.1;

/** A place of the content. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** What has been begun by pressing. */
type Drag =
  /** Pressed, and not moved yet. */
  | { readonly kind: "press"; readonly from: Place; readonly layer: number }
  | { readonly kind: "move"; readonly start: Rates; readonly y: number; readonly by: number }
  | { readonly kind: "paint"; readonly rates: Rates; readonly last: { readonly layer: number; readonly rate: number } };

/** Makes changes of what a pointer does over the bars. Places are told in CSS pixels of the content. */
export class BarsPointer {
  readonly #actions: Actions;
  #drag: Drag | undefined;

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  get isDragging(): boolean {
    return this.#drag !== undefined && this.#drag.kind !== "press";
  }

  get isPainting(): boolean {
    return this.#drag?.kind === "paint";
  }

  /** @returns whether the pointer is to be followed until it is let go */
  press(layout: BarsLayout, at: Place, event: PointerEvent): boolean {
    const { selection } = this.#actions;
    const hit = hitAt(layout, at.x, at.y);
    if (!hit) return false;
    if (hit.zone === "lock") return this.#pressLock(hit, selection);
    if (event.altKey) return this.#beginPaint(layout, at);
    const isModified = event.shiftKey || event.ctrlKey || event.metaKey;
    if (!isModified && !selection.layers.has(hit.layer)) this.#actions.choose(only(hit.layer));
    this.#drag = { kind: "press", from: at, layer: hit.layer };
    return true;
  }

  move(layout: BarsLayout, at: Place, isFine: boolean): void {
    const drag = this.#drag?.kind === "press" ? this.#begin(this.#drag, at) : this.#drag;
    if (drag?.kind === "move") this.#goOn(layout, drag, at, isFine);
    else if (drag?.kind === "paint") this.#paint(layout, drag, at);
  }

  release(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag?.kind === "press") this.#click(drag.layer, event, this.#actions.selection);
    else if (drag) this.#actions.drop();
  }

  /** Lets what has been begun be. */
  cancel(): void {
    if (this.isDragging) this.#actions.cancel();
    this.#drag = undefined;
  }

  #pressLock({ layer }: Hit, { layers }: Selection): boolean {
    this.#actions.toggleLock(layers.has(layer) ? [...layers] : [layer]);
    return false;
  }

  #begin(press: Extract<Drag, { kind: "press" }>, at: Place): Drag | undefined {
    if (Math.hypot(at.x - press.from.x, at.y - press.from.y) <= STILL) return undefined;
    const start = this.#actions.grab();
    this.#drag = start && { kind: "move", start, y: press.from.y, by: 0 };
    return this.#drag;
  }

  /** The way is summed up, so that Shift can be pressed and let go on it. */
  #goOn(layout: BarsLayout, drag: Extract<Drag, { kind: "move" }>, { y }: Place, isFine: boolean): void {
    const by = drag.by + rateOfPixels(layout, drag.y - y) * (isFine ? FINE : 1);
    this.#drag = { ...drag, y, by };
    this.#actions.drag(movedBy(drag.start, by, isFine ? decimals.fine : decimals.coarse));
  }

  #beginPaint(layout: BarsLayout, at: Place): boolean {
    if (!this.#actions.grabAny()) return false;
    const last = { layer: nearestLayer(layout, at.x), rate: rateAt(layout, at.y) };
    this.#paint(layout, { kind: "paint", rates: new Map(), last }, at);
    return true;
  }

  #paint(layout: BarsLayout, { rates, last }: Extract<Drag, { kind: "paint" }>, at: Place): void {
    const to = { layer: nearestLayer(layout, at.x), rate: rateAt(layout, at.y) };
    const next = painted(rates, last, to);
    this.#drag = { kind: "paint", rates: next, last: to };
    this.#actions.drag(next);
  }

  #click(layer: number, event: PointerEvent, selection: Selection): void {
    if (event.shiftKey) this.#actions.choose(extendedTo(selection, layer));
    else if (event.ctrlKey || event.metaKey) this.#actions.choose(toggled(selection, layer));
    else this.#actions.choose(only(layer));
  }
}
