import type { Answers } from "../answers.ts";
import type { TextFields } from "../find/text-fields.ts";
import { rowsOf } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks which field or column of a file holds the text; only where none is named `text`. */
export function textFieldStep(which: "text" | "test", fieldsOf: (path: string) => Promise<TextFields>): SearchStep {
  const chosen = (answers: Answers) => (which === "test" && !answers.hasTest ? undefined : answers[which]);
  return {
    id: `${which}Field`,
    title: which === "text" ? "Field of the Search Text" : "Field of the Test Text",
    topic: which,
    async applies(answers) {
      const file = chosen(answers);
      if (!file) return false;
      return (await readable(fieldsOf, file.path)).guess !== "text";
    },
    isAnswered: (answers) => chosen(answers)?.field !== undefined,
    async ask(answers, ask) {
      const path = chosen(answers)?.path ?? "";
      const { names, guess } = await fieldsOf(path);
      const field = await ask.pick({
        placeholder: "Field that holds the text",
        rows: () => rowsOf(names.map((name) => ({ id: name, label: name, value: name }))),
        active: chosen(answers)?.field ?? guess,
      });
      return { answers: { ...answers, [which]: { path, field } } };
    },
  };
}

/** A file that has vanished since is told of by the runner, with all that is known of it. */
async function readable(fieldsOf: (path: string) => Promise<TextFields>, path: string): Promise<TextFields> {
  return fieldsOf(path).catch(() => ({ names: [], guess: "text" }));
}
