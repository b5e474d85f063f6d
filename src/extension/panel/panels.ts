import type { CandidateRef, PanelState } from "../../protocol/webview.ts";
import type { Event } from "../emitter.ts";

/** How a panel comes to the front. */
export interface ShowOptions {
  /** The keyboard stays where it is. */
  readonly preserveFocus?: boolean;
}

/** The panels of this window: one per search, and one per set of searches that are compared. */
export interface Panels {
  /** Shows a panel of these searches, an open one where there is one. */
  open(state: PanelState, options?: ShowOptions): void;
  /** Shows a candidate in the panel of its search. */
  select(selected: CandidateRef, options?: ShowOptions): void;
  /** A person chose a candidate in a panel. */
  readonly onSelected: Event<CandidateRef>;
  /** A person points at a candidate in a panel, or at none any more. */
  readonly onHovered: Event<CandidateRef | undefined>;
}
