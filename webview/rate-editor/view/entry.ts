import { element, setText } from "../../view/dom.ts";
import { partRates, rateText } from "../model/layer-values.ts";
import { inOrder } from "../model/selection.ts";
import { typedRate, whyNoRate } from "../model/typed-rate.ts";
import { layersName, rateName, removalWords } from "../model/words.ts";
import type { Actions, EditorView } from "../view.ts";

/** The rate of the chosen layers as a number that can be typed, and what it removes. */
export class Entry {
  readonly #actions: Actions;
  readonly #label = element("label", { for: "entry" });
  readonly #input: HTMLInputElement;
  readonly #error = element("span", { class: "entry-error", id: "entry-error", role: "alert" });
  readonly #words = element("span", { class: "note" });
  readonly element: HTMLElement;
  readonly #leave: () => void;
  #text = "";

  /** @param leave gives the focus back to the bars */
  constructor(actions: Actions, leave: () => void) {
    this.#actions = actions;
    this.#leave = leave;
    this.#input = element("input", {
      id: "entry",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "entry-error",
      onkeydown: (event) => this.#press(event as KeyboardEvent),
      oninput: () => this.#complain(undefined),
      onblur: () => this.#show(),
    });
    this.element = element("div", { class: "entry" }, this.#label, this.#input, this.#error, this.#words);
  }

  update(view: EditorView): void {
    const layers = inOrder(view.selection.layers);
    setText(this.#label, `${sentence(rateName(view.part))} of ${layersName(layers)}`);
    this.#input.readOnly = view.file?.readOnly !== undefined;
    this.#text = textOf(view, layers);
    const [first = 0] = layers;
    const words = removalWords({ rates: view.rates, model: view.file?.model, part: view.part }, first);
    setText(this.#words, layers.length === 1 ? words : "");
    if (document.activeElement !== this.#input) this.#show();
  }

  /** Begins to type. @param text what has been typed already; what stands there is chosen when left out */
  begin(text?: string): void {
    this.#input.focus();
    if (text === undefined) this.#input.select();
    else this.#input.value = text;
  }

  #show(): void {
    this.#input.value = this.#text;
    this.#complain(undefined);
  }

  #press(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
    }
  }

  #enter(): void {
    const { value } = this.#input;
    const rate = typedRate(value);
    if (rate === undefined) this.#complain(whyNoRate(value));
    else {
      this.#actions.set(rate);
      this.#leave();
    }
  }

  #complain(why: string | undefined): void {
    setText(this.#error, why ?? "");
    this.#input.setAttribute("aria-invalid", String(why !== undefined));
  }
}

/** Their rate where they have one in common. */
function textOf({ rates, part, shares }: EditorView, layers: readonly number[]): string {
  const all = partRates(rates.layers, part, shares);
  const [first, ...others] = layers.map((layer) => all[layer]);
  if (first === undefined) return "";
  return others.every((other) => other !== undefined && rateText(other) === rateText(first)) ? rateText(first) : "";
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
