import type { LlmSpend, SearchSummary } from "../../protocol/runner.ts";
import { endSentence } from "../../protocol/text/end-sentence.ts";
import { llmSilence } from "../../protocol/text/llm-silence.ts";
import { count, duration, fitnessText, percent, plural } from "../../protocol/text/numbers.ts";
import type { Times } from "./live-times.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { dateText, toUniform } from "./search-text.ts";

type Row = readonly [name: string, value: string];

/** All that is known of a search, as Markdown. */
export function searchTooltip(summary: SearchSummary, name: string, times: Times, condition: string): string {
  const end = endSentence(summary);
  const silence = llmSilence(summary.llm);
  return [
    `**${escapeMarkdown(name)}**, ${escapeMarkdown(condition)}`,
    ...(summary.status ? [escapeMarkdown(summary.status)] : []),
    ...(end ? [escapeMarkdown(end)] : []),
    ...(silence ? [escapeMarkdown(silence)] : []),
    markdownTable([
      ...fitnessRows(summary),
      ...progressRows(summary, times),
      ...llmRows(summary.llm),
      ...whatRows(summary),
    ]),
  ].join("\n\n");
}

function fitnessRows({ bestFitness, uniformFitness, denseFitness }: SearchSummary): Row[] {
  const difference = toUniform(bestFitness, uniformFitness);
  return [
    ["Best", fitnessText(bestFitness) + (difference ? ` (${difference})` : "")],
    ["Uniform", fitnessText(uniformFitness)],
    ["Dense", fitnessText(denseFitness)],
  ];
}

function progressRows(summary: SearchSummary, { elapsed, eta }: Times): Row[] {
  const { generation, generations, evaluations, expectedEvaluations } = summary;
  return [
    ...(generations > 0 ? [["Generation", `${generation} of ${generations}`] as const] : []),
    ["Evaluations", `${Number(evaluations.toFixed(1))} of ${expectedEvaluations}`],
    ["Elapsed", duration(elapsed)],
    ...(eta === undefined ? [] : [["Left", `about ${duration(eta)}`] as const]),
  ];
}

function llmRows({ calls, inputTokens, outputTokens, money, faults }: LlmSpend): Row[] {
  if (calls === 0) return [];
  const spent = money > 0 ? `, $${money.toFixed(4)}` : "";
  const met = Object.entries(faults).map(([name, times]) => `${name} ×${times}`);
  return [
    ["LLM", `${plural(calls, "call")}, ${count(inputTokens)} tokens in, ${count(outputTokens)} out${spent}`],
    ...(met.length > 0 ? [["LLM faults", met.join(", ")] as const] : []),
  ];
}

function whatRows({ id, model, method, objective, target, createdAt }: SearchSummary): Row[] {
  return [
    ["Model", model],
    ["Method", method],
    ["Target", `${percent(target)} of the prunable parameters`],
    ["Fitness", objective === "kl" ? "KL divergence to the dense model" : "perplexity on the search windows"],
    ["Started", dateText(createdAt)],
    ["Search", id],
  ];
}
