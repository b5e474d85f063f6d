import type { ComparisonPace } from "../../src/protocol/webview.ts";
import type { Actions } from "../store/view.ts";
import { type Segment, Segments } from "./segments.ts";

const PACES: readonly Segment<ComparisonPace>[] = [
  ["evaluation", "By evaluation", "Against the number of evaluations"],
  ["share", "By share of the search", "Against the share of each search that is done"],
];

/** Chooses what compared searches are laid over each other by. */
export function paceSwitch(actions: Actions): Segments<ComparisonPace> {
  return new Segments("Axis", PACES, (pace) => actions.setPace(pace));
}
