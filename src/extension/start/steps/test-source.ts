import { rowsOf } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

const rows = [
  {
    id: "cut",
    label: "Cut from the search text",
    detail: "Its last windows are kept apart. They are read once, at the end.",
    value: false,
  },
  {
    id: "file",
    label: "A file of its own…",
    detail: "Such as the test split of WikiText-2. It is read once, at the end.",
    value: true,
  },
];

/** Asks where the text comes from that the result is reported on. */
export const testSourceStep: SearchStep = {
  id: "testSource",
  title: "Test Text",
  topic: "test",
  applies: () => true,
  isAnswered: ({ hasTest }) => hasTest !== undefined,
  async ask(answers, ask) {
    const hasTest = await ask.pick({
      placeholder: "Text that the result is reported on: no candidate is ever scored on it",
      rows: () => rowsOf(rows),
      active: answers.hasTest ? "file" : "cut",
    });
    return { answers: { ...answers, hasTest } };
  },
};
