import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Actions } from "../store/view.ts";
import { element } from "./dom.ts";

const parts: readonly (readonly [part: LayerPart, name: string, title: string])[] = [
  ["layer", "Layer", "What is removed of each layer"],
  ["attention", "Attention", "What is removed of each layer's attention: whole KV groups"],
  ["mlp", "MLP", "What is removed of each layer's MLP: single neurons"],
];

/** Chooses the part of a layer that heatmaps and bars show; all such switches of the panel go together. */
export class PartSwitch {
  readonly #buttons: ReadonlyMap<LayerPart, HTMLButtonElement>;
  readonly element: HTMLElement;

  constructor(actions: Actions) {
    this.#buttons = new Map(
      parts.map(([part, name, title]) => [
        part,
        element("button", { type: "button", title, onclick: () => actions.setPart(part) }, name),
      ]),
    );
    const group = { class: "segments", role: "group", "aria-label": "Part of a layer" };
    this.element = element("div", group, ...this.#buttons.values());
  }

  show(shown: LayerPart): void {
    for (const [part, button] of this.#buttons) button.setAttribute("aria-pressed", String(part === shown));
  }
}
