import { basename } from "node:path";
import type { Answers, TextAnswer } from "../answers.ts";
import { limitsInForce } from "./budget.ts";
import { limitWords } from "./limits.ts";
import { modelName } from "./model-name.ts";
import type { Topic } from "./step-types.ts";
import { targetText } from "./target.ts";

/** What a topic is called where it can be changed. */
export const topicNames: Readonly<Record<Topic, string>> = {
  model: "Model",
  text: "Search text",
  test: "Test text",
  target: "Target",
  method: "Method",
  preset: "Preset",
  llm: "LLM",
  budget: "Budget",
  device: "Device",
  seed: "Seed",
  summary: "Summary",
};

/** The answer to a topic in a few words. */
export function answerWords(topic: Exclude<Topic, "summary">, answers: Answers): string {
  switch (topic) {
    case "model":
      return answers.model === undefined ? "" : modelName(answers.model);
    case "text":
      return textWords(answers.text);
    case "test":
      return answers.hasTest ? textWords(answers.test) : "cut from the search text";
    case "target":
      return answers.target === undefined ? "" : targetText(answers.target);
    case "llm":
      return llmWords(answers);
    case "budget":
      return budgetWords(answers);
    case "seed":
      return String(answers.seed);
    case "method":
    case "preset":
    case "device":
      return answers[topic] ?? "";
  }
}

/** All that matters on one line: `stories260K, 50 %, self-pruner (paper), no LLM`. */
export function answersLine(answers: Answers): string {
  const words = (topic: Exclude<Topic, "summary">) => answerWords(topic, answers);
  return [words("model"), words("target"), `${words("method")} (${words("preset")})`, words("llm")].join(", ");
}

function textWords(text: TextAnswer | undefined): string {
  if (!text) return "";
  const isUsual = text.field === undefined || text.field === "text";
  return isUsual ? basename(text.path) : `${basename(text.path)}, field ${text.field}`;
}

function llmWords({ llm, openai, compatible, editor, replay }: Answers): string {
  switch (llm) {
    case "openai":
      return `${openai.model} of OpenAI`;
    case "compatible":
      return `${compatible.model} at ${compatible.baseUrl}`;
    case "editor":
      return `${editor?.name} of VS Code`;
    case "replay":
      return `answers of search ${replay}`;
    default:
      return "no LLM";
  }
}

function budgetWords(answers: Answers): string {
  return (
    limitsInForce(answers)
      .map((kind) => limitWords(kind, answers.budget[kind] ?? 0))
      .join(", ") || "no limit"
  );
}
