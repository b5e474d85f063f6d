/** An answer that is longer than any sensible one: reading stops. */
export class OverlongAnswer extends Error {
  override readonly name = "OverlongAnswer";
}

/** No answer within the time allowed. */
export class OverdueAnswer extends Error {
  override readonly name = "OverdueAnswer";
}

/** The longest delay of a Node timer; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;
/** A line this long is no event of a token stream; the package's reader would search it again for every chunk. */
const LONGEST_LINE = 2 ** 20;
/** Headers that may leave. The package adds facts about the machine and whatever its environment variables say. */
const SENT_HEADERS = ["accept", "content-type", "user-agent"];

/** Gives a call up when nothing was heard for `idle` milliseconds, and after ten times that in any case. */
export class Watchdog {
  readonly #controller = new AbortController();
  readonly #idle: NodeJS.Timeout;
  readonly #total: NodeJS.Timeout;

  constructor(idle: number) {
    const giveUp = () => this.#controller.abort(new OverdueAnswer(`no answer for ${idle / 1000} s`));
    this.#idle = setTimeout(giveUp, Math.min(idle, LONGEST_DELAY));
    this.#total = setTimeout(giveUp, Math.min(idle * 10, LONGEST_DELAY));
  }

  /** Aborted with an {@link OverdueAnswer}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#idle.refresh();
  }

  stop(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
  }
}

/**
 * A `fetch` that adds the key itself, so that nothing above it knows the key; sends no other header than needed; tells
 * the watchdog of every byte; and ends a body with {@link OverlongAnswer} beyond `maxBytes`.
 */
export function guardedFetch(key: string | undefined, maxBytes: number, watchdog: Watchdog): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, headers: headersToSend(init?.headers, key) });
    watchdog.heard();
    if (!response.body) return response;
    return new Response(response.body.pipeThrough(limited(maxBytes, watchdog)), response);
  };
}

function headersToSend(given: ConstructorParameters<typeof Headers>[0], key: string | undefined): Headers {
  const all = new Headers(given);
  const sent = new Headers();
  for (const name of SENT_HEADERS) {
    const value = all.get(name);
    if (value !== null) sent.set(name, value);
  }
  if (key) sent.set("authorization", `Bearer ${key}`);
  return sent;
}

function limited(maxBytes: number, watchdog: Watchdog): TransformStream<Uint8Array, Uint8Array> {
  let total = 0;
  let line = 0;
  return new TransformStream({
    transform(chunk, controller) {
      watchdog.heard();
      total += chunk.length;
      const newline = chunk.lastIndexOf(0x0a);
      line = newline < 0 ? line + chunk.length : chunk.length - newline - 1;
      if (total > maxBytes || line > LONGEST_LINE) controller.error(new OverlongAnswer("the answer is too long"));
      else controller.enqueue(chunk);
    },
  });
}
