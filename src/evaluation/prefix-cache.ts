/** Hidden states at the entry of a layer, with what they cost to keep. */
interface Entry<State> {
  readonly state: State;
  readonly bytes: number;
}

/** The deepest known hidden states for a candidate. */
export interface Found<State> {
  /** The first layer that still has to run. */
  readonly layer: number;
  readonly state: State;
}

/** What a cache is laid out for: one text. */
export interface CachedText {
  readonly name: string;
  /** Batches that the whole text is cut into. */
  readonly batches: number;
  /** Bytes of one full batch's hidden states. */
  readonly stateBytes: number;
}

/**
 * Hidden states at layer borders, kept for candidates that agree in all layers before.
 *
 * Candidates are evaluated batch after batch, so that one least-recently-used list over all batches would throw out
 * exactly what is asked for next. Every batch therefore has its own share of the bytes, with a list of its own. Where a
 * share cannot hold one candidate's borders, evenly spaced ones are kept. Only the text in use is cached.
 *
 * States are kept by reference; they must not be written to afterwards.
 */
export class PrefixCache<State> {
  readonly #bytes: number;
  readonly #layers: number;
  #text = "";
  #share = 0;
  #borders: readonly number[] = [];
  readonly #batches = new Map<number, Map<string, Entry<State>>>();
  readonly #used = new Map<number, number>();

  /** @param bytes budget of all hidden states together; 0 keeps none */
  constructor(bytes: number, layers: number) {
    this.#bytes = bytes;
    this.#layers = layers;
  }

  /** Lays the cache out for a text, unless it is already. */
  use({ name, batches, stateBytes }: CachedText): void {
    if (name === this.#text) return;
    this.clear();
    this.#text = name;
    this.#share = this.#bytes / batches;
    this.#borders = spacedBorders(this.#layers, Math.floor(this.#share / stateBytes));
  }

  /** Forgets all. */
  clear(): void {
    this.#text = "";
    this.#batches.clear();
    this.#used.clear();
  }

  /** Forgets a text that was replaced. */
  forget(text: string): void {
    if (text === this.#text) this.clear();
  }

  /** Whether states at the entry of `layer` are worth handing over. */
  keeps(layer: number): boolean {
    return this.#borders.includes(layer);
  }

  /**
   * The deepest kept states of a batch.
   *
   * @param windows identifies the windows within the batch
   * @param prefixes identity of all layers before layer i, for every i
   */
  find(batch: number, windows: string, prefixes: readonly string[]): Found<State> | undefined {
    const entries = this.#batches.get(batch);
    if (!entries) return undefined;
    for (const layer of this.#borders.toReversed()) {
      const key = keyOf(windows, layer, prefixes);
      const entry = entries.get(key);
      if (!entry) continue;
      // A Map keeps insertion order: what is put in again is the last to go.
      entries.delete(key);
      entries.set(key, entry);
      return { layer, state: entry.state };
    }
    return undefined;
  }

  /** Keeps states at the entry of a layer, in place of the batch's least recently used ones where need be. */
  store(
    batch: number,
    windows: string,
    prefixes: readonly string[],
    { layer, state }: Found<State>,
    bytes: number,
  ): void {
    const entries = this.#batches.get(batch) ?? new Map<string, Entry<State>>();
    this.#batches.set(batch, entries);
    const key = keyOf(windows, layer, prefixes);
    if (entries.has(key) || bytes > this.#share) return;
    this.#makeRoom(batch, entries, bytes);
    entries.set(key, { state, bytes });
    this.#used.set(batch, (this.#used.get(batch) ?? 0) + bytes);
  }

  #makeRoom(batch: number, entries: Map<string, Entry<State>>, bytes: number): void {
    let used = this.#used.get(batch) ?? 0;
    for (const [key, entry] of entries) {
      if (used + bytes <= this.#share) break;
      entries.delete(key);
      used -= entry.bytes;
    }
    this.#used.set(batch, used);
  }
}

/** Layers 1 … layers − 1 when there is room for all, else `room` of them at equal distances. Layer 0 costs nothing to reach. */
function spacedBorders(layers: number, room: number): number[] {
  const count = Math.min(room, layers - 1);
  return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * layers) / (count + 1)));
}

function keyOf(windows: string, layer: number, prefixes: readonly string[]): string {
  return `${windows} ${layer} ${prefixes[layer]}`;
}
