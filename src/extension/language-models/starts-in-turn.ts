/**
 * Lets calls of one name start one after another. A call that VS Code asks the person about starts only once they have
 * answered; without this, those that come meanwhile would each put up a question of their own.
 */
export class StartsInTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Runs `start` once those of its name before it have settled.
   * @throws the reason of `signal` when it is aborted by then
   */
  take<T>(name: string, start: () => PromiseLike<T>, signal: AbortSignal): Promise<T> {
    const before = this.#last.get(name);
    const turn = startedAfter(before, start, signal);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(name, settled);
    return turn;
  }
}

async function startedAfter<T>(before: unknown, start: () => PromiseLike<T>, signal: AbortSignal): Promise<T> {
  await before;
  signal.throwIfAborted();
  return start();
}
