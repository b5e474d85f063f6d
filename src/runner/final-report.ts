import type { Split } from "../calibration/splits.ts";
import type { FinalReport, ReportRow } from "../protocol/runner.ts";
import type { Plan } from "../pruning/plan.ts";
import type { StoredMeasurement } from "../runs/stored-search.ts";
import { type Circumstances, measured, protocolCard } from "./protocol-card.ts";
import type { StoredScorer } from "./stored-scorer.ts";

/** Tokens of one portion of a report's work, after which it is stored and its progress told. */
const PORTION_TOKENS = 32_768;

type SplitName = StoredMeasurement["split"];
type ModelName = StoredMeasurement["model"];

/** The models that a report compares; the dense one has no plan. */
export type ReportPlans = Readonly<Record<ModelName, Plan | undefined>>;

/**
 * Measures the perplexities that a search is judged by, one after another.
 *
 * @param circumstances of everything but the importance, which the dense model does not have
 */
export async function* measureReport(
  scorer: StoredScorer,
  splits: Readonly<Record<SplitName, Split>>,
  plans: ReportPlans,
  circumstances: Circumstances & { readonly importance: string },
  signal: AbortSignal,
): AsyncGenerator<{ readonly status: string } | StoredMeasurement, void> {
  for (const split of ["validation", "test"] as const) {
    for (const model of ["dense", "uniform", "best"] as const) {
      const { windows } = splits[split];
      const portion = Math.ceil(PORTION_TOKENS / windows.length);
      let loss = 0;
      for (let from = 0; from < windows.count; from += portion) {
        yield { status: `Measuring the ${model} model on the ${split} text, ${from} of ${windows.count} windows` };
        const range = { from, to: Math.min(windows.count, from + portion) };
        const question = { text: split, plan: plans[model], range, objective: "perplexity" } as const;
        const { losses } = await scorer.score(question, signal);
        loss += losses.reduce((sum, window) => sum + window, 0);
      }
      const importance = model === "dense" ? undefined : circumstances.importance;
      const card = protocolCard(splits[split], split, { ...circumstances, importance });
      yield { split, model, measured: measured(loss, card) };
    }
  }
}

/** The report of stored measurements; undefined before there is one. */
export function finalReport(measurements: readonly StoredMeasurement[]): FinalReport | undefined {
  if (measurements.length === 0) return undefined;
  return { validation: reportRow(measurements, "validation"), test: reportRow(measurements, "test") };
}

function reportRow(measurements: readonly StoredMeasurement[], split: SplitName): ReportRow | undefined {
  const of = (model: ModelName) =>
    measurements.find((measurement) => measurement.split === split && measurement.model === model)?.measured;
  const [dense, uniform, best] = [of("dense"), of("uniform"), of("best")];
  return dense && uniform && best && { dense, uniform, best };
}
