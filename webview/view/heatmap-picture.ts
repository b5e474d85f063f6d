import { element } from "./dom.ts";
import type { Picture } from "./export-picture.ts";
import type { Heatmap } from "./heatmap.ts";
import { LEGEND_SIZE } from "./heatmap-legend.ts";

/** CSS pixels between the heatmap and its legend. */
const GAP = 8;

/** A heatmap with its legend below, for a file. */
export function heatPicture(
  { title, note }: Pick<Picture, "title" | "note">,
  heatmap: Heatmap,
  paintLegend: (canvas: HTMLCanvasElement, ratio: number) => void,
): Picture {
  const { width, height } = heatmap.size;
  return {
    title,
    ...(note !== undefined && { note }),
    width,
    height: height + GAP + LEGEND_SIZE.height,
    canvas: (ratio) => {
      const canvas = element("canvas", { width: width * ratio, height: (height + GAP + LEGEND_SIZE.height) * ratio });
      const legend = element("canvas");
      paintLegend(legend, ratio);
      const context = canvas.getContext("2d");
      context?.drawImage(heatmap.picture(ratio), 0, 0);
      context?.drawImage(legend, canvas.width - legend.width, (height + GAP) * ratio);
      return canvas;
    },
  };
}
