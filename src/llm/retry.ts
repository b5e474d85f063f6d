import { setTimeout as sleep } from "node:timers/promises";

/** How patiently an endpoint is asked again. Times are in milliseconds. */
export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  /** Wait before the first retry; doubled for each further one. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** An endpoint that asks for a longer wait than this is not waited for. */
  readonly longestRetryAfter: number;
}

/** The figures of OpenAI's client, with a bound on what an endpoint may ask for. */
export const defaultRetryPolicy: RetryPolicy = {
  retries: 2,
  firstDelay: 500,
  longestDelay: 8000,
  longestRetryAfter: 60_000,
};

/**
 * Milliseconds to wait before retry number `retry` (0, 1 …), or undefined when it is not worth it.
 *
 * @param retryAfter milliseconds that the endpoint asked for
 */
export function retryDelay(policy: RetryPolicy, retry: number, retryAfter: number | undefined): number | undefined {
  if (retry >= policy.retries) return undefined;
  if (retryAfter !== undefined) return retryAfter <= policy.longestRetryAfter ? retryAfter : undefined;
  // Up to a quarter less, so that searches which failed together do not come back together.
  const jitter = 1 - Math.random() / 4;
  return Math.min(policy.longestDelay, policy.firstDelay * 2 ** retry) * jitter;
}

/** Milliseconds that the headers ask to wait (RFC 9110 §10.2.3: seconds or a date; `retry-after-ms` is OpenAI's own). */
export function retryAfterOf(headers: Headers | undefined, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  if (milliseconds >= 0) return milliseconds;
  const value = headers?.get("retry-after");
  if (!value) return undefined;
  const wait = /^\d/.test(value) ? Number.parseFloat(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Waits; ends at once, throwing the signal's reason, when aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
