import type { CandidateDetail, DeviceUse, LlmCall } from "../../src/protocol/runner.ts";
import type {
  CandidateRef,
  ComparisonPace,
  HostMessage,
  LayerPart,
  PanelAction,
  PanelState,
  RunnerPresence,
  WebviewMessage,
} from "../../src/protocol/webview.ts";
import { Searches } from "./searches.ts";
import type { Actions, View } from "./view.ts";

/** What a store reaches of its surroundings. */
export interface StorePorts {
  post(message: WebviewMessage): void;
  /** Keeps what the panel looks at over reloads. */
  save(state: PanelState): void;
  /** A candidate is pointed at in a chart or heatmap, or none any more. */
  pointAt(ref: CandidateRef | undefined): void;
  /** Runs a function before the next frame. */
  schedule(frame: () => void): void;
  /** Width of the charts in device pixels. */
  width(): number;
}

/**
 * All that the panel knows. Messages and actions change it; before the next frame, once however many there were, whoever
 * draws is given the view that follows.
 */
export class Store implements Actions {
  readonly #ports: StorePorts;
  readonly #draw: (view: View) => void;
  readonly #ids: readonly string[];
  readonly #searches: Searches;
  readonly #tables: Set<string>;
  #selected: CandidateRef | undefined;
  #hovered: CandidateRef | undefined;
  #candidate: CandidateDetail | undefined;
  #call: LlmCall | undefined;
  #calling: number | undefined;
  #part: LayerPart;
  #pace: ComparisonPace;
  #scroll: number | undefined;
  #telemetry: readonly DeviceUse[] = [];
  #presence: RunnerPresence = { kind: "connecting" };
  #failure: string | undefined;
  #isScheduled = false;

  constructor(state: PanelState, ports: StorePorts, draw: (view: View) => void) {
    this.#ports = ports;
    this.#draw = draw;
    this.#ids = state.searches;
    this.#searches = new Searches(state.searches, ports);
    this.#selected = state.selected;
    this.#part = state.part ?? "layer";
    this.#pace = state.pace ?? "evaluation";
    this.#scroll = state.scroll;
    this.#tables = new Set(state.tables);
  }

  /** Draws what there is, and asks for the rest. */
  start(): void {
    this.#save();
    this.#changed();
    this.#ports.post({ type: "ready", searches: this.#ids, width: this.#ports.width() });
  }

  hear(message: HostMessage): void {
    this.#take(message);
    this.#changed();
  }

  select(ref: CandidateRef): void {
    if (isSame(ref, this.#selected)) return;
    this.#choose(ref);
    this.#ports.post({ type: "selected", selected: ref });
  }

  hover(ref: CandidateRef | undefined): void {
    if (isSame(ref, this.#hovered)) return;
    this.#hovered = ref;
    this.#ports.pointAt(ref);
    this.#changed();
  }

  setPart(part: LayerPart): void {
    this.#part = part;
    this.#save();
    this.#changed();
  }

  setPace(pace: ComparisonPace): void {
    this.#pace = pace;
    this.#save();
    this.#changed();
  }

  /** Keeps how far the page is scrolled down, in pixels; nothing is drawn for it. */
  keepScroll(scroll: number): void {
    this.#scroll = scroll;
    this.#save();
  }

  showTable(section: string, shown: boolean): void {
    if (shown) this.#tables.add(section);
    else this.#tables.delete(section);
    this.#save();
    this.#changed();
  }

  askCall(search: string, ordinal: number): void {
    this.#calling = ordinal;
    this.#ports.post({ type: "askCall", search, ordinal });
  }

  act(action: PanelAction, search: string, candidate?: number): void {
    this.#ports.post({ type: "act", action, search, ...(candidate === undefined ? {} : { candidate }) });
  }

  save(name: string, kind: "png" | "csv" | "json", content: string): void {
    this.#ports.post({ type: "export", name, kind, content });
  }

  #take(message: HostMessage): void {
    switch (message.type) {
      case "snapshot":
        this.#searches.begin(message.id, message.snapshot);
        this.#askForSelected(message.id);
        break;
      case "events":
        this.#searches.fold(message);
        break;
      case "summary":
        this.#searches.summarise(message.summary);
        break;
      case "missing":
        this.#searches.lose(message.id, message.text);
        break;
      case "telemetry":
        this.#telemetry = message.devices;
        break;
      case "presence":
        this.#presence = message.presence;
        break;
      case "select":
        if (!isSame(message.selected, this.#selected)) this.#choose(message.selected);
        break;
      case "candidate":
        this.#takeCandidate(message.ref, message.detail);
        break;
      case "call":
        this.#takeCall(message.search, message.call);
        break;
      case "failed":
        this.#failure = message.text;
        this.#searches.giveUp();
        break;
    }
  }

  #choose(ref: CandidateRef): void {
    this.#selected = ref;
    this.#candidate = undefined;
    this.#call = undefined;
    this.#calling = undefined;
    this.#failure = undefined;
    this.#askForSelected(ref.search);
    this.#save();
    this.#changed();
  }

  /** The selected candidate is asked for when it is chosen, and again when its search came anew. */
  #askForSelected(search: string): void {
    const ref = this.#selected;
    if (ref?.search === search) this.#ports.post({ type: "askCandidate", ref });
  }

  #takeCandidate(ref: CandidateRef, detail: CandidateDetail): void {
    if (isSame(ref, this.#selected)) {
      this.#candidate = detail;
      this.#failure = undefined;
    }
    this.#searches.learn(ref, detail);
  }

  #takeCall(search: string, call: LlmCall): void {
    if (search === this.#selected?.search && call.ordinal === this.#calling) this.#call = call;
  }

  #save(): void {
    const [selected, part, pace, scroll] = [this.#selected, this.#part, this.#pace, this.#scroll];
    this.#ports.save({ searches: this.#ids, selected, part, pace, scroll, tables: [...this.#tables] });
  }

  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#ports.schedule(() => {
      this.#isScheduled = false;
      this.#draw(this.#view());
    });
  }

  #view(): View {
    return {
      searches: this.#searches.models,
      missing: this.#searches.missing,
      selected: this.#selected,
      hovered: this.#hovered,
      candidate: this.#candidate,
      call: this.#call,
      part: this.#part,
      pace: this.#pace,
      tables: new Set(this.#tables),
      telemetry: this.#telemetry,
      presence: this.#presence,
      failure: this.#failure,
    };
  }
}

function isSame(one: CandidateRef | undefined, other: CandidateRef | undefined): boolean {
  return one?.search === other?.search && one?.candidate === other?.candidate;
}
