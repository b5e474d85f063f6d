import type {
  EditedRates,
  RateChange,
  RateEditorHostMessage,
  RateEditorMessage,
} from "../../src/protocol/rate-editor.ts";
import { decimals, movedBy, type Rates } from "./model/gesture.ts";
import { type Edit, Outbox } from "./outbox.ts";

/** The change that is being made: from where it begins, over what it would give, until the text has it. */
export class Changes {
  readonly #outbox: Outbox;
  #dragged: Rates | undefined;
  #stepping: { readonly start: Rates; readonly by: number } | undefined;
  #dropped: Rates | undefined;
  #preview: EditedRates | undefined;

  constructor(post: (message: RateEditorMessage) => void) {
    this.#outbox = new Outbox(post);
  }

  /** Rates that are being set. */
  get dragged(): Rates | undefined {
    return this.#dragged;
  }

  /** Rates that are being set or have been, as long as the text does not have them. */
  get set(): Rates | undefined {
    return this.#dragged ?? this.#dropped;
  }

  /** What the extension says that the change will give. */
  get preview(): EditedRates | undefined {
    return this.#preview;
  }

  drag(rates: Rates): void {
    this.#dragged = rates;
  }

  /** Adds to rates. @param begin says what they are when the first key goes down */
  step(by: number, begin: () => Rates | undefined): Rates | undefined {
    const start = this.#stepping?.start ?? begin();
    if (!start) return undefined;
    this.#stepping = { start, by: (this.#stepping?.by ?? 0) + by };
    return movedBy(start, this.#stepping.by, decimals.keys);
  }

  /** @returns what is to be made, when anything is */
  drop(): Rates | undefined {
    const rates = this.#dragged;
    this.#dragged = undefined;
    this.#stepping = undefined;
    if (!rates || rates.size === 0) return undefined;
    this.#dropped = rates;
    return rates;
  }

  cancel(): void {
    this.#dragged = undefined;
    this.#stepping = undefined;
    this.#preview = undefined;
  }

  send(edit: Edit): void {
    this.#outbox.send(edit);
  }

  /** Asks what the change would give. */
  ask(change: RateChange): void {
    this.#outbox.ask(change);
  }

  /** The text has another version: a change that is being made is begun anew on it. */
  arrived(version: number): void {
    this.#outbox.advance(version);
    this.#preview = undefined;
    this.#dropped = undefined;
  }

  /** @returns whether the answer is still of use */
  answered({ ticket, rates }: Extract<RateEditorHostMessage, { type: "preview" }>): boolean {
    if (!this.#outbox.answered(ticket)) return false;
    this.#preview = rates;
    return true;
  }

  /** An edit was made, or was not. */
  settled(): void {
    this.#outbox.settled();
    if (this.#outbox.isBusy) return;
    this.#dropped = undefined;
    if (!this.#dragged) this.#preview = undefined;
  }
}
