import { type Intent, intentOf } from "../model/keys.ts";
import { allOf, extendedTo, only, type Selection } from "../model/selection.ts";
import type { Actions } from "../view.ts";

/** What keys reach besides the actions. */
export interface KeyPorts {
  /** How many layers there are. */
  layers(): number;
  /** Begins to type a rate for the chosen layers. @param text what has been typed already */
  typeNumber(text?: string): void;
  focus(layer: number): void;
}

/** Does what keys at the bars mean. */
export class BarsKeys {
  readonly #actions: Actions;
  readonly #ports: KeyPorts;

  constructor(actions: Actions, ports: KeyPorts) {
    this.#actions = actions;
    this.#ports = ports;
  }

  /** @returns whether the key was one of the bars' */
  press({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const intent = intentOf({ key, shiftKey, altKey, mod: ctrlKey || metaKey });
    if (intent) this.#do(intent, this.#actions.selection);
    return intent !== undefined;
  }

  #do(intent: Intent, selection: Selection): void {
    switch (intent.kind) {
      case "step":
        this.#actions.step(intent.by);
        break;
      case "set":
        this.#actions.set(intent.rate);
        break;
      case "move":
        this.#walk(intent, selection);
        break;
      case "lock":
        this.#actions.toggleLock([...selection.layers]);
        break;
      case "all":
        this.#actions.choose(allOf(selection, this.#ports.layers()));
        break;
      case "one":
        this.#actions.choose(only(selection.focus));
        break;
      case "type":
        this.#ports.typeNumber();
        break;
      case "number":
        this.#ports.typeNumber(intent.text);
        break;
      default:
        this.#actions.run(intent.kind);
    }
  }

  #walk({ by, extend }: Extract<Intent, { kind: "move" }>, selection: Selection): void {
    const layer = Math.min(this.#ports.layers() - 1, Math.max(0, selection.focus + by));
    this.#actions.choose(extend ? extendedTo(selection, layer) : only(layer));
    this.#ports.focus(layer);
  }
}
