/** Ends a registration. The shape of `vscode.Disposable`, for code that is tested without an editor. */
export interface Disposable {
  dispose(): void;
}

/** Calls a listener with everything that is fired from now on. Assignable to `vscode.Event`'s first parameter. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** `vscode.EventEmitter` for code that is tested without an editor. Listeners are called in the order they came. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // Wrapped: the same function may listen twice.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
