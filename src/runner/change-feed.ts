/** Milliseconds within which the changes of one search are told as one. */
const INTERVAL = 250;

/** Thins the changes of searches: the first is told at once, those that follow it closely as one, the last always. */
export class ChangeFeed {
  readonly #tell: (search: string) => void;
  #isClosed = false;
  readonly #resting = new Map<string, { changed: boolean; readonly timer: NodeJS.Timeout }>();

  constructor(tell: (search: string) => void) {
    this.#tell = tell;
  }

  changed(search: string): void {
    if (this.#isClosed) return;
    const resting = this.#resting.get(search);
    if (resting) resting.changed = true;
    else {
      // Not from within the change: whoever made it may still be in the middle of it.
      queueMicrotask(() => this.#tell(search));
      this.#rest(search);
    }
  }

  /** Tells at once what is still to be told: how the searches of a runner that ends were left. */
  close(): void {
    this.#isClosed = true;
    for (const [search, { changed, timer }] of this.#resting) {
      clearTimeout(timer);
      if (changed) this.#tell(search);
    }
    this.#resting.clear();
  }

  #rest(search: string): void {
    const timer = setTimeout(() => {
      const changed = this.#resting.get(search)?.changed;
      this.#resting.delete(search);
      if (changed) this.changed(search);
    }, INTERVAL);
    this.#resting.set(search, { changed: false, timer });
  }
}
