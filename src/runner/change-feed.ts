/** Milliseconds within which the changes of one search are told as one. */
const INTERVAL = 250;

/** Thins the changes of searches: the first is told at once, those that follow it closely as one, the last always. */
export class ChangeFeed {
  readonly #tell: (search: string) => void;
  readonly #resting = new Map<string, { changed: boolean; readonly timer: NodeJS.Timeout }>();

  constructor(tell: (search: string) => void) {
    this.#tell = tell;
  }

  changed(search: string): void {
    const resting = this.#resting.get(search);
    if (resting) resting.changed = true;
    else {
      // Not from within the change: whoever made it may still be in the middle of it.
      queueMicrotask(() => this.#tell(search));
      this.#rest(search);
    }
  }

  close(): void {
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
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
