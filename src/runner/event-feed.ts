import type { NotificationMap, NumberedEvent, SearchSummary } from "../protocol/runner.ts";

/** Milliseconds between two batches of one search to one client: four a second. */
const INTERVAL = 250;
/** Events of one batch. */
const BATCH = 1000;

/** Where a feed takes its events from and where it brings them. */
export interface FeedPorts {
  readonly after: (search: string, sequence: number, limit: number) => readonly NumberedEvent[];
  readonly summary: (search: string) => SearchSummary | undefined;
  /** Resolves when the client's side of the socket has taken the batch. */
  readonly send: (batch: NotificationMap["search/events"]) => Promise<void>;
  /** The events could not be read, and the feed has ended. */
  readonly failed: (error: unknown) => void;
}

/**
 * Brings the events of one search to one client, in batches. It reads them from the database from where it stands, so
 * that nothing piles up for a slow client: the next batch is read when the last one has been taken.
 */
export class EventFeed {
  readonly #search: string;
  readonly #ports: FeedPorts;
  #position: number;
  #news = true;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param after sequence number of the newest event that the client has */
  constructor(search: string, after: number, ports: FeedPorts) {
    this.#search = search;
    this.#ports = ports;
    this.#position = after;
    this.#timer = setTimeout(() => void this.#deliver(), 0);
  }

  /** Tells that the search has new events. */
  wake(): void {
    if (this.#isClosed) return;
    this.#news = true;
    this.#timer ??= setTimeout(() => void this.#deliver(), INTERVAL);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** A database that cannot be read ends this feed, and not the runner with all its searches. */
  async #deliver(): Promise<void> {
    try {
      await this.#sendBatch();
    } catch (error) {
      this.close();
      this.#ports.failed(error);
    }
  }

  async #sendBatch(): Promise<void> {
    this.#news = false;
    const events = this.#ports.after(this.#search, this.#position, BATCH);
    const summary = this.#ports.summary(this.#search);
    if (events.length > 0 && summary) {
      const from = this.#position;
      this.#position += events.length;
      // What was missed comes as fast as the client takes it; the four a second are for what is live.
      this.#news ||= events.length === BATCH;
      await this.#ports.send({ id: this.#search, from, events: [...events], summary });
    }
    this.#timer = undefined;
    if (this.#isClosed) return;
    if (this.#news) this.#timer = setTimeout(() => void this.#deliver(), events.length === BATCH ? 0 : INTERVAL);
  }
}
