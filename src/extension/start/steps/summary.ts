import type { DraftedSearch, SearchEstimate } from "../../../protocol/runner.ts";
import { count, duration } from "../../../protocol/text/numbers.ts";
import type { Answers } from "../answers.ts";
import { topicOfError } from "../error-topic.ts";
import type { PickRow } from "../flow/dialogs.ts";
import { problemOf } from "./ask-until-valid.ts";
import type { SearchStep, Topic } from "./step-types.ts";
import { answerWords, topicNames } from "./topics.ts";

export interface SummaryPorts {
  /** Completes the search and estimates it. @throws UserError why it cannot be started */
  readonly draft: (answers: Answers) => Promise<DraftedSearch>;
  /** Whether a method asks an LLM. */
  readonly usesLlm: (method: string | undefined) => Promise<boolean>;
}

type Choice = { readonly kind: "start" | "advanced" } | { readonly kind: "visit"; readonly topic: Topic };

const ordinary = ["model", "text", "test", "target", "method", "preset", "llm", "budget"] as const;
const advanced = ["device", "seed"] as const;

/** Shows everything on one page: starts, or goes to what is to be changed. */
export function summaryStep(ports: SummaryPorts): SearchStep {
  let showsAdvanced = false;
  return {
    id: "summary",
    title: "Start Search",
    topic: "summary",
    applies: () => true,
    isAnswered: () => false,
    async ask(answers, ask) {
      const pick = () =>
        ask.pick({
          placeholder: "Start, or choose what to change",
          rows: () => summaryRows(ports, answers, showsAdvanced),
        });
      let choice = await pick();
      while (choice.kind === "advanced") {
        showsAdvanced = true;
        choice = await pick();
      }
      return choice.kind === "visit" ? { answers, visit: choice.topic } : { answers };
    },
  };
}

async function* summaryRows(
  ports: SummaryPorts,
  answers: Answers,
  showsAdvanced: boolean,
): AsyncGenerator<readonly PickRow<Choice>[], void> {
  const topics = await topicRows(ports, answers, showsAdvanced);
  yield [{ ...startRow, description: "estimating…" }, ...topics];
  yield [await estimatedRow(ports, answers), ...topics];
}

const startRow: PickRow<Choice> = { id: "start", label: "$(play) Start", value: { kind: "start" } };

/** Start with what it will take, or what stands in its way. */
async function estimatedRow({ draft }: SummaryPorts, answers: Answers): Promise<PickRow<Choice>> {
  try {
    const { estimate } = await draft(answers);
    return { ...startRow, description: estimateWords(estimate), detail: estimate.basis };
  } catch (error) {
    const topic = topicOfError(error) ?? "summary";
    const visit = { kind: "visit", topic } as const;
    return { id: "start", label: "$(error) This cannot be started yet", detail: problemOf(error), value: visit };
  }
}

/** `430 evaluations, 7.0M tokens, about 12:30 on cpu`. */
function estimateWords({ evaluations, tokens, seconds, device }: SearchEstimate): string {
  const time = seconds === undefined ? `time not known on ${device}` : `about ${duration(seconds)} on ${device}`;
  return `${evaluations} evaluations, ${count(tokens)} tokens, ${time}`;
}

async function topicRows(
  { usesLlm }: SummaryPorts,
  answers: Answers,
  showsAdvanced: boolean,
): Promise<PickRow<Choice>[]> {
  const hasLlm = await usesLlm(answers.method);
  const shown = ordinary.filter((topic) => topic !== "llm" || hasLlm);
  const row = (topic: (typeof ordinary | typeof advanced)[number]): PickRow<Choice> => ({
    id: topic,
    label: topicNames[topic],
    description: answerWords(topic, answers),
    heading: "Change",
    value: { kind: "visit", topic },
  });
  const more: PickRow<Choice> = {
    id: "advanced",
    label: "Advanced…",
    description: advanced.map((topic) => `${topicNames[topic].toLowerCase()} ${answers[topic]}`).join(", "),
    heading: "Change",
    value: { kind: "advanced" },
  };
  return [...shown.map(row), ...(showsAdvanced ? advanced.map(row) : [more])];
}
