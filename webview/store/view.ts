import type { CandidateDetail, DeviceUse, LlmCall } from "../../src/protocol/runner.ts";
import type {
  CandidateRef,
  ComparisonPace,
  LayerPart,
  PanelAction,
  RunnerPresence,
} from "../../src/protocol/webview.ts";
import type { SearchModel } from "../model/search-model.ts";

/** Everything on the screen follows from this. */
export interface View {
  /** Those that have arrived, in the order of the panel's list. */
  readonly searches: readonly SearchModel[];
  /** Ids that cannot be read (any more), each with why. */
  readonly missing: ReadonlyMap<string, string>;
  readonly selected: CandidateRef | undefined;
  /** Under the pointer or the keyboard's focus, in whichever chart: all others mark it. */
  readonly hovered: CandidateRef | undefined;
  /** Of the selected candidate, once it has come. */
  readonly candidate: CandidateDetail | undefined;
  /** The LLM call of the selected candidate, once it was asked for and has come. */
  readonly call: LlmCall | undefined;
  readonly part: LayerPart;
  readonly pace: ComparisonPace;
  readonly tables: ReadonlySet<string>;
  readonly telemetry: readonly DeviceUse[];
  readonly presence: RunnerPresence;
  /** Why something that was asked for did not come. */
  readonly failure: string | undefined;
}

/** What a section may do; the store turns it into a new view, and where it must into a message to the extension. */
export interface Actions {
  select(ref: CandidateRef): void;
  hover(ref: CandidateRef | undefined): void;
  setPart(part: LayerPart): void;
  setPace(pace: ComparisonPace): void;
  showTable(section: string, shown: boolean): void;
  askCall(search: string, ordinal: number): void;
  act(action: PanelAction, search: string, candidate?: number): void;
  save(name: string, kind: "png" | "csv" | "json", content: string): void;
}
