import type { Measured, ProtocolCard } from "../../src/protocol/card.ts";
import type { FinalReport, ReportRow } from "../../src/protocol/runner.ts";
import { fitnessText } from "../../src/protocol/text/numbers.ts";
import { grouped } from "./candidate-words.ts";
import type { Column, TableData } from "./table.ts";
import { signedPercent } from "./wording.ts";

/** Digits of a sha256 that are shown: enough to tell two apart. */
const DIGITS = 12;

/** A line of a protocol card. */
export interface CardLine {
  readonly name: string;
  readonly value: string;
  /** The whole of a value that is shown shortened. */
  readonly full?: string;
}

/** A protocol card as a person reads it. */
export function cardLines(card: ProtocolCard): readonly CardLine[] {
  return [
    { name: "Metric", value: card.metric },
    { name: "Text", value: card.dataset },
    { name: "Part", value: card.split },
    { name: "Windows", value: `${grouped(card.windows)} of ${grouped(card.seqlen)} tokens` },
    { name: "Predicted tokens", value: grouped(card.targets) },
    { name: "BOS", value: card.bos ? "at the start of each window" : "none" },
    { name: "Arithmetic", value: card.dtype },
    { name: "Device", value: card.device },
    { name: "Model", value: card.model },
    ...(card.importance === undefined ? [] : [{ name: "Importance", value: card.importance }]),
    digest("Text sha256", card.textSha256),
    digest("Tokens sha256", card.tokensSha256),
    digest("Model fingerprint", card.modelFingerprint),
  ];
}

/** A number of the final report. */
export interface ReportLine {
  readonly text: string;
  readonly plan: string;
  readonly measured: Measured;
  /** Of the uniform rates' perplexity; undefined for these themselves and the dense model. */
  readonly gain: number | undefined;
}

/** The numbers that a finished search is judged by. */
export function reportLines(report: FinalReport | undefined): readonly ReportLine[] {
  return [...rowLines("validation", report?.validation), ...rowLines("test", report?.test)];
}

export function reportTable(lines: readonly ReportLine[]): TableData<ReportLine> {
  const columns: readonly Column<ReportLine>[] = [
    { title: "Text", name: "text", value: ({ text }) => text },
    { title: "Rates", name: "rates", value: ({ plan }) => plan },
    {
      title: "Perplexity",
      name: "perplexity",
      value: ({ measured }) => measured.perplexity,
      text: ({ measured }) => fitnessText(measured.perplexity),
    },
    {
      title: "Loss in nats",
      name: "loss",
      value: ({ measured }) => measured.loss,
      text: ({ measured }) => fitnessText(measured.loss),
    },
    {
      title: "Against uniform",
      name: "against_uniform",
      value: ({ gain }) => gain,
      text: ({ gain }) => (gain === undefined ? "" : signedPercent(gain, 2)),
    },
  ];
  return { caption: "Final report, in perplexity", columns, rows: lines, cardOf: ({ measured }) => measured.card };
}

function rowLines(text: string, row: ReportRow | undefined): readonly ReportLine[] {
  if (!row) return [];
  const { dense, uniform, best } = row;
  return [
    { text, plan: "dense", measured: dense, gain: undefined },
    { text, plan: "uniform", measured: uniform, gain: undefined },
    { text, plan: "best", measured: best, gain: best.perplexity / uniform.perplexity - 1 },
  ];
}

function digest(name: string, full: string): CardLine {
  return { name, value: `${full.slice(0, DIGITS)}…`, full };
}
