import type { LimitKind } from "../answers.ts";
import { limits, limitText } from "./limits.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks how much of one kind the budget allows. */
export function limitStep(kind: LimitKind): SearchStep {
  const { title, prompt, placeholder, read, mistake } = limits[kind];
  return {
    id: `limit:${kind}`,
    title,
    topic: "budget",
    applies: ({ limits: chosen }) => chosen?.includes(kind) ?? false,
    isAnswered: ({ budget }) => budget[kind] !== undefined,
    async ask(answers, ask) {
      const before = answers.budget[kind];
      const typed = await ask.type({
        prompt,
        placeholder,
        value: before === undefined ? undefined : limitText(kind, before),
        remark: (text) => (read(text) === undefined ? { kind: "error", text: mistake } : undefined),
      });
      return { answers: { ...answers, budget: { ...answers.budget, [kind]: read(typed) } } };
    },
  };
}
