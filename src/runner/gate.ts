import { unlessAborted } from "../base/unless-aborted.ts";

/** What a search waits at while it is paused. */
export class Gate {
  #closed: PromiseWithResolvers<void> | undefined;

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  close(): void {
    this.#closed ??= Promise.withResolvers();
  }

  open(): void {
    this.#closed?.resolve();
    this.#closed = undefined;
  }

  /** Resolves at once while the gate is open, else when it opens. @throws the reason of `signal` */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.#closed) await unlessAborted(this.#closed.promise, signal);
    signal.throwIfAborted();
  }
}
