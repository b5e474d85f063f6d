import { isDeepStrictEqual } from "node:util";
import { UserError } from "../base/errors.ts";
import type { TimedEvent } from "../runs/event-store.ts";
import type { StoredLlmCall } from "../runs/llm-call-store.ts";
import type { RunDatabase } from "../runs/run-database.ts";
import type { SearchProgress } from "../runs/stored-search.ts";
import type { SearchEvent } from "../search/events.ts";
import type { SearchClock } from "./search-clock.ts";
import { advance } from "./search-progress.ts";

/** Stored events that are read at a time. */
const PAGE = 512;

/**
 * Writes a search's events down. A search that is resumed runs its method again from the start, on stored answers: the
 * events that were stored before must come again, and are neither stored nor announced twice.
 */
export class EventRecorder {
  readonly #database: RunDatabase<StoredLlmCall>;
  readonly #search: string;
  readonly #clock: SearchClock;
  readonly #stored: Iterator<TimedEvent, void>;
  #next: TimedEvent | undefined;
  #sequence = 0;
  #progress: SearchProgress;

  /** @param progress what the stored events add up to */
  constructor(database: RunDatabase<StoredLlmCall>, search: string, progress: SearchProgress, clock: SearchClock) {
    this.#database = database;
    this.#search = search;
    this.#progress = progress;
    this.#clock = clock;
    this.#stored = storedEvents(database, search);
    this.#next = this.#stored.next().value ?? undefined;
  }

  get progress(): SearchProgress {
    return this.#progress;
  }

  /**
   * Takes the next event of the method.
   *
   * @returns whether it is new
   * @throws UserError `replay-mismatch` when another event stands in its place in the database
   */
  record(event: SearchEvent): boolean {
    this.#sequence++;
    const stored = this.#next;
    if (stored) {
      this.#compare(event, stored);
      return false;
    }
    const progress = advance(this.#progress, event);
    const elapsed = this.#clock.total();
    this.#database.transaction(() => {
      this.#database.events.append(this.#search, { sequence: this.#sequence, event, elapsed });
      this.#database.searches.setProgress(this.#search, progress, elapsed);
    });
    this.#progress = progress;
    this.#clock.advance(elapsed);
    return true;
  }

  #compare(event: SearchEvent, stored: TimedEvent): void {
    // JSON's view of the event: what has no value there (undefined, NaN) had none when it was stored either.
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(event)), JSON.parse(JSON.stringify(stored.event)))) {
      throw new UserError(
        "replay-mismatch",
        `Search ${this.#search} cannot go on: its event ${this.#sequence} came out differently when it was repeated.`,
        "This is a defect, or another version of the program began the search; start it anew.",
      );
    }
    this.#next = this.#stored.next().value ?? undefined;
    this.#clock.advance(stored.elapsed);
  }
}

function* storedEvents(database: RunDatabase<StoredLlmCall>, search: string): Generator<TimedEvent, void> {
  let last = 0;
  for (;;) {
    const page = database.events.after(search, last, PAGE);
    yield* page;
    last += page.length;
    if (page.length < PAGE) return;
  }
}
