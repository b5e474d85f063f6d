import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rowsOf } from "../../../../src/extension/start/flow/dialogs.ts";
import { type Run, runSteps } from "../../../../src/extension/start/flow/run-steps.ts";
import type { Step } from "../../../../src/extension/start/flow/step.ts";
import { ScriptedPerson } from "../../../support/scripted-person.ts";

type Words = Readonly<Record<string, string | undefined>>;

/** A step that asks for a word under its own name. */
function step(id: string, topic = id, more: Partial<Step<Words>> = {}): Step<Words> {
  return {
    id,
    title: id,
    topic,
    applies: () => true,
    isAnswered: (words) => words[id] !== undefined,
    ask: async (words, ask) => ({
      answers: { ...words, [id]: await ask.type({ prompt: id, value: words[id], remark: () => undefined }) },
    }),
    ...more,
  };
}

/** Ends the run, or visits a topic. */
const end = step("end", "end", {
  isAnswered: () => false,
  async ask(answers, ask) {
    const rows = ["done", "a", "b", "c", "extra"].map((id) => ({ id, label: id, value: id }));
    const chosen = await ask.pick({ placeholder: "", rows: () => rowsOf(rows) });
    return chosen === "done" ? { answers } : { answers, visit: chosen };
  },
});

/** `b2` makes sense after some answers to `b` only. */
const steps = [
  step("a"),
  step("b"),
  step("b2", "b", { applies: async ({ b }) => b === "more" }),
  step("c"),
  step("extra", "extra", { isAdvanced: true, isAnswered: () => true }),
  end,
];

function run(person: ScriptedPerson, more: Partial<Run<Words>> = {}) {
  return runSteps({ steps, answers: {}, ...more }, person);
}

function places(person: ScriptedPerson): string[] {
  return person.seen.map(({ place: { title, step: at, steps: of, canGoBack } }) =>
    [title, at === undefined ? "aside" : `${at}/${of}`, ...(canGoBack ? ["back"] : [])].join(" "),
  );
}

describe("a run of steps", () => {
  it("asks those that apply, in order and counted, and ends with the last", async () => {
    const person = new ScriptedPerson(
      ["a", { type: "1" }],
      ["b", { type: "more" }],
      ["b2", { type: "2" }],
      ["c", { type: "3" }],
      ["end", { choose: "done" }],
    );
    assert.deepEqual(await run(person), { isDone: true, answers: { a: "1", b: "more", b2: "2", c: "3" } });
    assert.deepEqual(places(person), ["a 1/4", "b 2/4 back", "b2 3/5 back", "c 4/5 back", "end 5/5 back"]);
  });

  it("goes back over the steps that were asked, which propose what was answered", async () => {
    const person = new ScriptedPerson(
      ["a", { type: "1" }],
      ["b", { type: "2" }],
      ["c", "back"],
      ["b", "back"],
      ["a", { type: "new" }],
      ["b", "enter"],
      ["c", { type: "3" }],
      ["end", "enter"],
    );
    assert.deepEqual((await run(person)).answers, { a: "new", b: "2", c: "3" });
    assert.deepEqual(
      person.seen.slice(3, 6).map(({ value }) => value),
      ["2", "1", "2"],
    );
  });

  it("tells of every answer at once, so that nothing is lost when it is left", async () => {
    const told: Words[] = [];
    const person = new ScriptedPerson(["a", { type: "1" }], ["b", { type: "2" }], ["c", "escape"]);
    const outcome = await run(person, { onAnswered: (words) => void told.push(words) });
    assert.deepEqual(outcome, { isDone: false, answers: { a: "1", b: "2" } });
    assert.deepEqual(told, [{ a: "1" }, { a: "1", b: "2" }]);
    const again = new ScriptedPerson(["a", "enter"], ["b", "enter"], ["c", { type: "3" }], ["end", "enter"]);
    assert.deepEqual((await run(again, { answers: outcome.answers })).answers, { a: "1", b: "2", c: "3" });
  });

  it("visits a topic, then what its new answer leaves open, and comes back to the last step", async () => {
    const answers = { a: "1", b: "2", c: "3" };
    const person = new ScriptedPerson(
      ["a", "enter"],
      ["b", "enter"],
      ["c", "enter"],
      ["end", { choose: "b" }],
      ["b", { type: "more" }],
      ["b2", { type: "4" }],
      ["end", { choose: "a" }],
      ["a", "back"],
      ["end", { choose: "extra" }],
      ["extra", { type: "5" }],
      ["end", "enter"],
    );
    const outcome = await run(person, { answers });
    assert.deepEqual(outcome.answers, { a: "1", b: "more", c: "3", b2: "4", extra: "5" });
    assert.equal(places(person)[9], "extra aside back");
  });

  it("skips topics that are answered, but not what they leave open", async () => {
    const person = new ScriptedPerson(["b2", { type: "2" }], ["c", { type: "3" }], ["end", "enter"]);
    const skip = new Set(["a", "b"]);
    assert.equal((await run(person, { answers: { a: "1", b: "more" }, skip })).isDone, true);
    assert.deepEqual(places(person), ["b2 1/3", "c 2/3 back", "end 3/3 back"]);
  });

  it("can begin with a visit", async () => {
    const person = new ScriptedPerson(["c", { type: "3" }], ["end", "enter"]);
    await run(person, { answers: { a: "1", b: "2", c: "0" }, visit: "c" });
    assert.equal(person.left, 0);
  });

  it("fails with what a step fails with", async () => {
    const broken = step("broken", "broken", {
      ask: async () => {
        throw new Error("no disk");
      },
    });
    await assert.rejects(run(new ScriptedPerson(), { steps: [broken] }), /no disk/);
  });
});
