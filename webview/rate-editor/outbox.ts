import type { RateChange, RateEditorMessage } from "../../src/protocol/rate-editor.ts";

/** An edit of a text of a version. */
export type Edit = (version: number) => RateEditorMessage;

/**
 * What goes to the extension, one after the other: an edit waits until the one before it has been settled, since only then
 * the version is known that it applies to; and a preview is asked for only when the last one was answered, however many
 * changes there were meanwhile.
 */
export class Outbox {
  readonly #post: (message: RateEditorMessage) => void;
  readonly #waiting: Edit[] = [];
  #version: number | undefined;
  #isSettling = false;
  #ticket = 0;
  #asked: number | undefined;
  #last: { readonly change: RateChange; readonly version: number } | undefined;
  #next: RateChange | undefined;

  constructor(post: (message: RateEditorMessage) => void) {
    this.#post = post;
  }

  /** Whether edits are on their way. */
  get isBusy(): boolean {
    return this.#isSettling;
  }

  /** The text has another version. Previews of the old one are not answered any more. */
  advance(version: number): void {
    this.#version = version;
    this.#asked = undefined;
    this.#next = undefined;
  }

  send(edit: Edit): void {
    this.#next = undefined;
    this.#waiting.push(edit);
    if (!this.#isSettling) this.#sendNext();
  }

  settled(): void {
    this.#isSettling = false;
    this.#sendNext();
  }

  /** Asks what a change will give, unless that has been asked. */
  ask(change: RateChange): void {
    if (this.#isSettling || this.#version === undefined) return;
    if (this.#asked !== undefined) this.#next = change;
    else if (!this.#isKnown(change)) this.#ask(change, this.#version);
  }

  /** @returns whether it is the answer to the newest question */
  answered(ticket: number): boolean {
    if (ticket !== this.#asked) return false;
    this.#asked = undefined;
    const next = this.#next;
    this.#next = undefined;
    if (next) this.ask(next);
    return true;
  }

  #ask(change: RateChange, version: number): void {
    this.#last = { change, version };
    this.#asked = ++this.#ticket;
    this.#post({ type: "preview", ticket: this.#asked, version, change });
  }

  #isKnown(change: RateChange): boolean {
    return this.#last?.version === this.#version && JSON.stringify(this.#last?.change) === JSON.stringify(change);
  }

  #sendNext(): void {
    if (this.#version === undefined) return;
    const edit = this.#waiting.shift();
    if (!edit) return;
    this.#isSettling = true;
    this.#asked = undefined;
    this.#last = undefined;
    this.#post(edit(this.#version));
  }
}
