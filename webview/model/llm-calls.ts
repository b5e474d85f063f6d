import type { LlmSpend, ProposalRow, SearchDetail } from "../../src/protocol/runner.ts";
import { latencyText, moneyText } from "./candidate-call.ts";
import type { Fact } from "./candidate-facts.ts";
import { grouped } from "./candidate-words.ts";
import type { SearchModel } from "./search-model.ts";
import type { TableData } from "./table.ts";

/** Why there is nothing to tell of an LLM; undefined when there is. */
export function llmAbsence({ detail, proposals }: SearchModel): string | undefined {
  if (detail.spec.llm.provider === "none") return "This search has no LLM: classical operators write its offspring.";
  if (proposals.length > 0 || detail.summary.llm.calls > 0) return undefined;
  if (["finished", "stopped", "failed"].includes(detail.summary.state)) return "This search asked its LLM for nothing.";
  return `${llmName(detail)} has not answered yet.`;
}

/** Which LLM writes the offspring. */
export function llmName({ spec: { llm } }: SearchDetail): string {
  switch (llm.provider) {
    case "none":
      return "no LLM";
    case "replay":
      return `the answers recorded in search ${llm.search}`;
    case "openai":
    case "editor":
      return llm.model;
  }
}

/** Calls, tokens, money and latency. */
export function spendFacts(spend: LlmSpend, proposals: readonly ProposalRow[]): readonly Fact[] {
  const { calls, inputTokens, outputTokens } = spend;
  const times = latencies(proposals);
  const median = times.length > 0 ? latencyText(times[times.length >> 1] ?? 0) : "–";
  const slowest = times.length > 0 ? `slowest ${latencyText(times.at(-1) ?? 0)}` : "";
  return [
    { name: "Calls", value: grouped(calls) },
    { name: "Tokens in", value: grouped(inputTokens) },
    { name: "Tokens out", value: grouped(outputTokens) },
    { name: "Cost", value: moneyText(spend) },
    { name: "Latency, median", value: median, note: slowest },
  ];
}

/** The same in a sentence, under a picture. */
export function spendSentence({ detail, proposals }: SearchModel): string {
  const facts = spendFacts(detail.summary.llm, proposals).map(({ name, value }) => `${name.toLowerCase()} ${value}`);
  return `${llmName(detail)}: ${facts.join("; ")}.`;
}

/** Faults by how often they were met, most first. */
export function faultsOf({ faults }: LlmSpend): readonly (readonly [kind: string, times: number])[] {
  return Object.entries(faults).sort(([, one], [, other]) => other - one);
}

/** The last request that got no answer, and why. */
export function lastProblem(proposals: readonly ProposalRow[]): string | undefined {
  const row = proposals.findLast(({ outcome }) => outcome.problem !== undefined);
  return row && `Request ${row.request}: ${row.outcome.problem}`;
}

/** Every request with what it cost and how its vectors fared. */
export function callsTable({ proposals }: SearchModel): TableData<ProposalRow> {
  return {
    caption: `The newest ${proposals.length} requests to the LLM`,
    rows: proposals,
    columns: [
      { title: "Request", name: "request", value: ({ request }) => request },
      { title: "Generation", name: "generation", value: ({ generation }) => generation },
      { title: "Operator", name: "operator", value: ({ operator }) => operator },
      {
        title: "Latency",
        name: "seconds",
        value: ({ outcome }) => outcome.seconds,
        text: ({ outcome }) => latencyText(outcome.seconds),
      },
      { title: "Calls", name: "calls", value: ({ outcome }) => outcome.calls },
      { title: "Tokens in", name: "input_tokens", value: ({ outcome }) => outcome.inputTokens },
      { title: "Tokens out", name: "output_tokens", value: ({ outcome }) => outcome.outputTokens },
      {
        title: "Cost",
        name: "usd",
        value: ({ outcome }) => outcome.money,
        text: ({ outcome }) => moneyText(outcome),
      },
      { title: "Asked for", name: "requested", value: ({ tally }) => tally.requested },
      { title: "Accepted", name: "accepted", value: ({ tally }) => tally.accepted },
      { title: "Repaired", name: "repaired", value: ({ tally }) => tally.repaired },
      { title: "Duplicates", name: "duplicates", value: ({ tally }) => tally.duplicates },
      { title: "Wrong length", name: "wrong_length", value: ({ tally }) => tally.wrongLength },
      { title: "Not a number", name: "not_a_number", value: ({ tally }) => tally.notANumber },
      { title: "Out of range", name: "out_of_range", value: ({ tally }) => tally.outOfRange },
      { title: "Surplus", name: "surplus", value: ({ tally }) => tally.surplus },
      { title: "Faults", name: "faults", value: ({ outcome }) => faultsText(outcome.faults) },
      { title: "Problem", name: "problem", value: ({ outcome }) => outcome.problem },
    ],
  };
}

/** `timeout ×2, http-429`. */
export function faultsText(faults: Readonly<Record<string, number>>): string | undefined {
  const met = Object.entries(faults).map(([kind, times]) => (times === 1 ? kind : `${kind} ×${times}`));
  return met.length > 0 ? met.join(", ") : undefined;
}

function latencies(proposals: readonly ProposalRow[]): number[] {
  return proposals.map(({ outcome }) => outcome.seconds).sort((one, other) => one - other);
}
