import type { Comparand } from "../model/candidate-bars.ts";
import { element, fill } from "./dom.ts";

const NONE = "none";

/** Chooses what the bars are compared with. What was chosen by hand stays chosen wherever it can be. */
export class ComparandChoice {
  readonly #select: HTMLSelectElement;
  readonly element: HTMLElement;
  #offered: readonly Comparand[] = [];
  #wanted: string | undefined;

  constructor(changed: () => void) {
    this.#select = element("select", {
      onchange: () => {
        this.#wanted = this.#select.value;
        changed();
      },
    });
    this.element = element("label", { class: "comparand" }, "Difference to", this.#select);
  }

  /** Undefined when no difference is wanted. */
  get chosen(): Comparand | undefined {
    return this.#offered.find(({ key }) => key === this.#select.value);
  }

  offer(comparands: readonly Comparand[]): void {
    const isSame = comparands.map(({ name }) => name).join() === this.#offered.map(({ name }) => name).join();
    this.#offered = comparands;
    if (isSame && this.#select.options.length > 0) return;
    const options = comparands.map(({ key, name }) => element("option", { value: key }, name));
    fill(this.#select, element("option", { value: NONE }, "nothing"), ...options);
    const keys = [NONE, ...comparands.map(({ key }) => key)];
    this.#select.value = keys.find((key) => key === this.#wanted) ?? keys[1] ?? NONE;
  }
}
