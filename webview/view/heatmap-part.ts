import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Actions } from "../store/view.ts";
import { type Segment, Segments } from "./segments.ts";

const PARTS: readonly Segment<LayerPart>[] = [
  ["layer", "Layer", "What is removed of each layer"],
  ["attention", "Attention", "What is removed of each layer's attention: whole KV groups"],
  ["mlp", "MLP", "What is removed of each layer's MLP: single neurons"],
];

/** Chooses the part of a layer that heatmaps and bars show; all such switches of the panel go together. */
export function partSwitch(actions: Actions): Segments<LayerPart> {
  return new Segments("Part of a layer", PARTS, (part) => actions.setPart(part));
}
