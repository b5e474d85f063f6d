/** Ctrl-C (and SIGTERM) while a search is shown. */
export interface Interrupts {
  /** Resolves when the person leaves the search to itself. */
  readonly detached: Promise<void>;
  /** Gives the signals back. */
  dispose(): void;
}

/**
 * Ctrl-C detaches: the search goes on. With `stop`, the first Ctrl-C calls it and the second detaches.
 */
export function onInterrupt(stop?: () => void): Interrupts {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = stop === undefined;
  const interrupted = () => {
    if (asked) resolve();
    else stop?.();
    asked = true;
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, interrupted);
  return {
    detached: promise,
    dispose() {
      for (const signal of signals) process.off(signal, interrupted);
    },
  };
}
