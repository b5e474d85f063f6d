import { element } from "./dom.ts";

/** What can be chosen, its name, and a title that explains it. */
export type Segment<T extends string> = readonly [value: T, name: string, title?: string];

/** Buttons beside each other of which one is chosen. */
export class Segments<T extends string> {
  readonly #buttons: ReadonlyMap<T, HTMLButtonElement>;
  readonly element: HTMLElement;

  /** @param label says to those who hear the buttons what they choose */
  constructor(label: string, segments: readonly Segment<T>[], choose: (value: T) => void) {
    this.#buttons = new Map(
      segments.map(([value, name, title]) => [
        value,
        element("button", { type: "button", title, onclick: () => choose(value) }, name),
      ]),
    );
    const group = { class: "segments", role: "group", "aria-label": label };
    this.element = element("div", group, ...this.#buttons.values());
  }

  show(chosen: T): void {
    for (const [value, button] of this.#buttons) button.setAttribute("aria-pressed", String(value === chosen));
  }
}
