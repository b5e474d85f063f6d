/** Does one piece of work after another, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Does `work` when its turn comes, whether what came before it succeeded or failed.
   * @param signal lets who waits for a turn go at once; work that has begun is its own to end
   */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    this.#last = this.#last.then(async () => {
      signal.removeEventListener("abort", leave);
      if (!signal.aborted) await work().then(resolve, reject);
    });
    return promise;
  }
}
