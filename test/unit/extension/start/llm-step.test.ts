import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { noAnswers } from "../../../../src/extension/start/answers.ts";
import { type LlmStepPorts, llmStep, mustHaveModel } from "../../../../src/extension/start/steps/llm.ts";
import { type Act, ScriptedPerson } from "../../../support/scripted-person.ts";

const gpt = { vendor: "copilot", id: "gpt-5", name: "GPT-5", family: "gpt" };
const place = { title: "LLM", step: 1, steps: 1, canGoBack: false };

async function asked(editorModels: LlmStepPorts["editorModels"], ...acts: readonly Act[]) {
  const ports = {
    catalog: async () => ({ methods: [], presets: [] }) as never,
    searches: async () => [],
    editorModels,
  };
  const person = new ScriptedPerson(...acts.map((act): [string, Act] => ["LLM", act]));
  const ask = {
    pick: (question: Parameters<ScriptedPerson["pick"]>[0]) => person.pick(question, place),
    pickMany: () => assert.fail(),
    type: () => assert.fail(),
  };
  const { answers } = await llmStep(ports).ask(noAnswers, ask as never);
  return { answers, person };
}

describe("the question for the LLM", () => {
  it("offers the language models of VS Code", async () => {
    const { answers } = await asked(async () => [gpt], { choose: "editor:copilot:gpt-5" });
    assert.deepEqual([answers.llm, answers.editor], ["editor", { vendor: "copilot", model: "gpt-5", name: "GPT-5" }]);
  });

  it("tells where they come from when there are none, and asks again", async () => {
    const { answers, person } = await asked(async () => [], { choose: "no-models" }, { choose: "none" });
    assert.equal(answers.llm, "none");
    assert.match(person.seen[1]?.text ?? "", /VS Code has no language models.*Copilot/);
  });

  it("offers the others when they cannot be listed", async () => {
    const broken = () => Promise.reject(new Error("not signed in"));
    const { answers, person } = await asked(broken, { choose: "openai" });
    assert.equal(answers.llm, "openai");
    assert.equal(person.seen[0]?.rows.at(-1)?.detail, "not signed in");
  });
});

describe("a language model of VS Code that was chosen before", () => {
  const editor = { vendor: "copilot", model: "gpt-5", name: "GPT-5" };

  it("must be there when a search starts", async () => {
    await mustHaveModel({ llm: "editor", editor }, async () => [gpt]);
    await assert.rejects(
      mustHaveModel({ llm: "editor", editor }, async () => [{ ...gpt, id: "gpt-4" }]),
      (error) => error instanceof UserError && error.code === "lm-not-found" && /GPT-5 of copilot/.test(error.message),
    );
  });

  it("is not looked for when another LLM is chosen", async () => {
    await mustHaveModel({ llm: "none", editor }, () => assert.fail("VS Code was asked"));
  });
});
