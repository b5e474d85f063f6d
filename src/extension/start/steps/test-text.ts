import { UserError } from "../../../base/errors.ts";
import { isSameFile } from "../../../base/file-key.ts";
import type { SearchStep } from "./step-types.ts";
import { askForText, type TextStepPorts } from "./text.ts";

/** Asks for the file of the test text. */
export function testTextStep(ports: TextStepPorts): SearchStep {
  return {
    id: "testText",
    title: "Test Text",
    topic: "test",
    applies: ({ hasTest }) => hasTest === true,
    isAnswered: ({ test }) => test !== undefined,
    async ask(answers, ask) {
      const fields = (path: string) => {
        if (answers.text && isSameFile(path, answers.text.path)) throw sameText();
        return ports.fields(path);
      };
      const placeholder = "File of the test text, which is read once, at the end";
      const test = await askForText({ ...ports, fields }, ask, placeholder, answers.test);
      return { answers: { ...answers, test } };
    },
  };
}

function sameText(): UserError {
  return new UserError(
    "splits-overlap",
    "This is the search text: a result must be reported on another one.",
    "Choose another file, or go back and have it cut from the search text.",
  );
}
