import type { ModelDescription } from "../../../protocol/runner.ts";
import { count, percent } from "../../../protocol/text/numbers.ts";
import type { Remark } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks how much is to be removed. @param describe of the chosen model, for what a target comes down to */
export function targetStep(describe: (path: string) => Promise<ModelDescription>): SearchStep {
  return {
    id: "target",
    title: "Target",
    topic: "target",
    applies: () => true,
    isAnswered: ({ target }) => target !== undefined,
    async ask(answers, ask) {
      const model = answers.model === undefined ? undefined : await describe(answers.model).catch(() => undefined);
      const typed = await ask.type({
        prompt: "How much of the model is removed, as a percentage or a fraction.",
        placeholder: "30 %",
        value: answers.target === undefined ? undefined : targetText(answers.target),
        remark: (text) => remarkOn(text, model),
      });
      return { answers: { ...answers, target: readTarget(typed) } };
    },
  };
}

/**
 * `30`, `30 %`, `0.3` and `0,3` are all 30 %: below 1 and without a percent sign a number is a fraction.
 * @returns undefined when it is none of these, or not above 0 and below 100 %
 */
export function readTarget(text: string): number | undefined {
  const [, number, sign] = /^\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const value = Number(number.replace(",", "."));
  const fraction = sign === "%" || value >= 1 ? value / 100 : value;
  // As rate files round it.
  const rounded = Number(fraction.toFixed(5));
  return rounded > 0 && rounded < 1 ? rounded : undefined;
}

/** `30 %`, `12.5 %`: as it can be typed again. */
export function targetText(target: number): string {
  return `${Number((target * 100).toFixed(3))} %`;
}

function remarkOn(text: string, model: ModelDescription | undefined): Remark | undefined {
  const target = readTarget(text);
  if (target === undefined)
    return { kind: "error", text: "A target lies above 0 and below 100 %, such as 30 % or 0.3." };
  return { kind: "info", text: meaningOf(target, model) };
}

function meaningOf(target: number, model: ModelDescription | undefined): string {
  if (!model) return `${percent(target)} of the prunable parameters are removed.`;
  const all = model.prunableParameters;
  return `Removes ${count(Math.round(target * all))} of ${count(all)} prunable parameters.`;
}
