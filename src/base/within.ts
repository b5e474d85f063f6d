/**
 * Settles as `answer` does when that comes in time.
 *
 * @param given up as soon as it is aborted
 * @returns undefined when the answer comes later, or never
 */
export async function within<T>(answer: Promise<T>, milliseconds: number, given?: AbortSignal): Promise<T | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), milliseconds);
  const signal = given ? AbortSignal.any([late.signal, given]) : late.signal;
  try {
    return await Promise.race([answer, aborted(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
