import type { Measured, ProtocolCard } from "../card.ts";
import { wireFitness } from "../fitness.ts";
import type { FinalReport, ReportRow } from "../runner.ts";
import { fitnessText } from "./numbers.ts";

/** A protocol card on one line. */
export function cardText(card: ProtocolCard): string {
  const parts = [
    `${card.dataset} (${card.split})`,
    `seqlen ${card.seqlen}`,
    card.bos ? "BOS" : "no BOS",
    `${card.windows} windows`,
    `${card.targets} predicted tokens`,
    card.dtype,
    card.device,
  ];
  return parts.join(", ");
}

/** `test perplexity 16.25000 (dense 12.10000, uniform 19.00000) on …`, one line for each text that was measured. */
export function reportLines(report: FinalReport): string[] {
  return [rowText("validation", report.validation), rowText("test", report.test)].filter((line) => line !== undefined);
}

/** The same for programs: perplexities as numbers, null where one is not finite, the protocols beside them. */
export function rowRecord(row: ReportRow | undefined): Record<string, unknown> | undefined {
  if (!row) return undefined;
  const { dense, uniform, best } = row;
  return {
    dense: wireFitness(dense.perplexity),
    uniform: wireFitness(uniform.perplexity),
    best: wireFitness(best.perplexity),
    protocol: { dense: dense.card, uniform: uniform.card, best: best.card },
  };
}

function rowText(name: string, row: ReportRow | undefined): string | undefined {
  if (!row) return undefined;
  const [best, dense, uniform] = [row.best, row.dense, row.uniform].map(perplexityText);
  return `${name} perplexity ${best} (dense ${dense}, uniform ${uniform}) on ${cardText(row.best.card)}`;
}

function perplexityText({ perplexity }: Measured): string {
  return fitnessText(perplexity);
}
