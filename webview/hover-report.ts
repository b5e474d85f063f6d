import type { CandidateRef } from "../src/protocol/webview.ts";

/** Milliseconds for which the pointer rests on a candidate that is told of: on its way to one it crosses many. */
const REST = 80;

/** Tells the extension what the pointer or the keyboard rests on. */
export class HoverReport {
  readonly #tell: (ref: CandidateRef | undefined) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (ref: CandidateRef | undefined) => void) {
    this.#tell = tell;
  }

  pointAt(ref: CandidateRef | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(ref), REST);
  }
}
