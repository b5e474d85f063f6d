import type { SearchSummary } from "../../src/protocol/runner.ts";
import type { HostMessage, WebviewMessage } from "../../src/protocol/webview.ts";
import type { Recording } from "./webview-recording.ts";

const ATTACHED: HostMessage = { type: "presence", presence: { kind: "attached" } };
const DEVICES: HostMessage = {
  type: "telemetry",
  devices: [{ device: "cpu", utilisation: 0.93, memoryUsed: 3.1e9, memoryTotal: 16e9, tokensPerSecond: 5230 }],
};

/** Plays recordings to a panel, as the extension would: snapshots, candidates and calls on demand, events on command. */
export class RecordedHost {
  readonly #recordings: readonly Recording[];
  readonly #changes: Partial<SearchSummary>;
  /** Events that the runner has so far. */
  sequence: number;

  /** @param changes of the summaries: another state, another status */
  constructor(recordings: readonly Recording[], sequence: number, changes: Partial<SearchSummary> = {}) {
    this.#recordings = recordings;
    this.#changes = changes;
    this.sequence = sequence;
  }

  readonly answer = (message: WebviewMessage): readonly HostMessage[] => {
    switch (message.type) {
      case "ready":
        return [ATTACHED, DEVICES, ...message.searches.map((id) => this.#snapshot(id))];
      case "resync":
        return [this.#snapshot(message.id)];
      case "askCandidate":
        return [
          {
            type: "candidate",
            ref: message.ref,
            detail: this.#find(message.ref.search).candidate(message.ref.candidate),
          },
        ];
      case "askCall":
        return [{ type: "call", search: message.search, call: this.#find(message.search).call(message.ordinal) }];
      default:
        return [];
    }
  };

  /** The next events of the first recording, in one batch. */
  advance(events: number): HostMessage {
    const [recording] = this.#recordings;
    if (!recording) throw new RangeError("no recording");
    const batch = recording.batch(this.sequence, this.sequence + events, this.#changes);
    this.sequence = Math.min(recording.events.length, this.sequence + events);
    return batch;
  }

  #snapshot(id: string): HostMessage {
    const recording = this.#find(id);
    const sequence = Math.min(this.sequence, recording.events.length);
    return { type: "snapshot", id, snapshot: recording.snapshotAt(sequence, this.#changes) };
  }

  #find(id: string): Recording {
    const found = this.#recordings.find((recording) => recording.id === id);
    if (!found) throw new RangeError(`no recording ${id}`);
    return found;
  }
}
