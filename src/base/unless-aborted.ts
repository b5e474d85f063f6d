/**
 * Settles as `answer` does, but waits no longer than until the signal is aborted. What is waited for goes on.
 * @throws the reason of `signal`
 */
export async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    // The abort first: it counts even where the answer is there already.
    return await Promise.race([aborted.promise, answer]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
