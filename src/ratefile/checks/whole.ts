import type { ModelShape } from "../../pruning/shape.ts";
import type { CheckOptions } from "../check-options.ts";
import { spansText } from "../layer-keys.ts";
import { meanOf, meanTolerance } from "../mean.ts";
import type { Report } from "../problem.ts";
import { completeRates, type RateFile } from "../rate-file.ts";
import { checkEdges } from "./edges.ts";
import { checkGrid } from "./grid.ts";

/** Checks what no single line shows. */
export function checkWhole(file: RateFile, shape: ModelShape | undefined, options: CheckOptions, report: Report): void {
  checkMissing(file, shape, report);
  checkGroups(file, report);
  checkMean(file, shape, report);
  checkGrid(file, shape, report);
  if (options.edgeHints ?? true) checkEdges(file, shape, report);
}

/** The layers that should have a rate and have none, ascending. Where the model is not known, those below the highest. */
export function missingLayers({ layers }: RateFile, shape: ModelShape | undefined): number[] {
  const count = shape?.layers.length ?? layers.length;
  return Array.from({ length: count }, (_, layer) => layer).filter((layer) => !layers[layer]);
}

function checkMissing(file: RateFile, shape: ModelShape | undefined, report: Report): void {
  // A file without any readable layer has had its problem reported already.
  if (file.layers.length === 0 || !file.block) return;
  const missing = missingLayers(file, shape);
  if (missing.length === 0) return;
  const subject = missing.length === 1 ? `Layer ${missing[0]} has` : `Layers ${spansText(missing)} have`;
  report("layer-missing", `${subject} no rate.`, file.block.key);
}

/** A block without attention is legal and may be meant; whole blocks that are dropped need no remark. */
function checkGroups({ entries }: RateFile, report: Report): void {
  for (const { rate, range, spans } of entries) {
    if (spans.length === 0 || rate?.attention !== 1 || rate.mlp === 1) continue;
    const message = "Without any KV group these layers have no attention: each token passes them by itself.";
    report("layer-without-kv-group", message, range);
  }
}

function checkMean(file: RateFile, shape: ModelShape | undefined, report: Report): void {
  const rates = completeRates(file);
  const mean = rates && meanOf(rates, shape);
  const { target } = file;
  if (!target || mean === undefined || Math.abs(mean - target.value) <= meanTolerance(file, shape)) return;
  const message = `The mean of the rates is ${mean.toFixed(5)}, not the target ${target.value.toFixed(5)}.`;
  report("mean-off-target", message, target.range);
}
