import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { Command } from "commander";
import { UserError } from "../../../../src/base/errors.ts";
import { addSearchOptions } from "../../../../src/cli/search-options.ts";
import { searchInputs, searchSpec } from "../../../../src/cli/search-spec.ts";
import { type Answers, noAnswers } from "../../../../src/extension/start/answers.ts";
import { draftOf } from "../../../../src/extension/start/draft.ts";
import { topicOfError } from "../../../../src/extension/start/error-topic.ts";
import { readGiven } from "../../../../src/extension/start/given-answers.ts";
import { Memory } from "../../../../src/extension/start/memory.ts";
import { rateFileAnswers } from "../../../../src/extension/start/rate-file-answers.ts";
import { sampleDraft } from "../../../../src/extension/start/sample.ts";
import { completeSpec } from "../../../../src/search/complete-spec.ts";
import { SearchSpec } from "../../../../src/search/spec.ts";
import { MemoryMemento } from "../../../support/memento.ts";

const answered: Answers = {
  ...noAnswers,
  model: "/m",
  text: { path: "/t.jsonl", field: "story" },
  hasTest: false,
  target: 0.3,
  method: "self-pruner",
  preset: "fast",
  llm: "none",
  limits: [],
};

function specOf(answers: Answers, prices = {}): SearchSpec {
  const { preset, spec } = draftOf(answers, prices);
  return completeSpec(preset, spec, 512);
}

function isUserError(code: string, message = /./): (error: unknown) => boolean {
  return (error) => error instanceof UserError && error.code === code && message.test(error.message);
}

describe("the search that answers describe", () => {
  it("has what was answered, and the preset's sizes", () => {
    const spec = specOf(answered);
    assert.deepEqual(spec.texts, { search: { path: "/t.jsonl", field: "story" } });
    assert.deepEqual(
      [spec.target, spec.method, spec.objective, spec.device, spec.seed],
      [0.3, "self-pruner", "kl", "auto", 1],
    );
    assert.deepEqual([spec.llm, spec.budget], [{ provider: "none" }, {}]);
  });

  it("has a test text only when one was chosen, not one that was chosen before", () => {
    const test = { path: "/test.txt", field: "text" };
    assert.equal(specOf({ ...answered, test }).texts.test, undefined);
    assert.deepEqual(specOf({ ...answered, hasTest: true, test }).texts.test, test);
  });

  it("has the LLM with its price, whatever was chosen before", () => {
    const prices = { "gpt-4o": { input: 2.5, output: 10 } };
    const all: Answers = {
      ...answered,
      openai: { model: "gpt-4o" },
      compatible: { baseUrl: "http://localhost:1/v1", model: "qwen" },
      editor: { vendor: "copilot", model: "gpt-5", name: "GPT-5" },
      replay: "s1",
    };
    const llm = (kind: Answers["llm"]) => specOf({ ...all, llm: kind }, prices).llm;
    const common = { provider: "openai", temperature: 1, timeout: 120 };
    assert.deepEqual(llm("openai"), { ...common, model: "gpt-4o", price: prices["gpt-4o"] });
    const free = { input: 0, output: 0 };
    assert.deepEqual(llm("compatible"), { ...common, model: "qwen", baseUrl: "http://localhost:1/v1", price: free });
    assert.deepEqual(llm("editor"), { provider: "editor", vendor: "copilot", model: "gpt-5", timeout: 120 });
    assert.deepEqual(llm("replay"), { provider: "replay", search: "s1" });
  });

  it("has the limits that hold, and money only where an LLM costs some", () => {
    const prices = { "gpt-4o": { input: 2.5, output: 10 } };
    const limited: Answers = {
      ...answered,
      limits: ["evaluations", "llmMoney"],
      budget: { evaluations: 100, seconds: 60, llmMoney: 2 },
    };
    assert.deepEqual(specOf(limited, prices).budget, { evaluations: 100 });
    const paid: Answers = { ...limited, llm: "openai", openai: { model: "gpt-4o" } };
    assert.deepEqual(specOf(paid, prices).budget, { evaluations: 100, llmMoney: 2 });
    assert.throws(() => specOf(paid, {}), isUserError("setting-price-missing", /gpt-4o/));
  });

  it("is none while an answer lacks", () => {
    assert.throws(() => draftOf(noAnswers, {}), isUserError("answer-missing", /model/));
    assert.throws(() => draftOf({ ...answered, llm: "openai" }, {}), isUserError("answer-missing", /LLM/));
  });
});

describe("the sample", () => {
  it("is the command line's", () => {
    const options = addSearchOptions(new Command("search")).parse(["--sample"], { from: "user" }).opts();
    const samples = resolve("samples");
    const ofCli = SearchSpec.parse(searchSpec(options as never, searchInputs(options as never, samples), 512));
    const { preset, spec } = sampleDraft(samples);
    assert.deepEqual(completeSpec(preset, spec, 512), ofCli);
  });
});

describe("given answers", () => {
  it("start a search without a question when model, text and target are among them", () => {
    const given = readGiven(
      {
        model: "models/m",
        text: { path: "t.jsonl", field: "story" },
        test: "/test.txt",
        validation: "v.txt",
        target: 0.3,
        llm: { provider: "openai", model: "qwen", baseUrl: "http://localhost:1/v1" },
        budget: { evaluations: 5 },
        evolution: { generations: 2 },
        windows: { search: 4 },
      },
      "/work",
    );
    assert.equal(given.isWhole, true);
    const { preset, spec } = draftOf({ ...noAnswers, ...given.answers }, {}, given.more);
    const whole = completeSpec(preset, spec, 512);
    assert.equal(whole.model, resolve("/work", "models/m"));
    assert.deepEqual(whole.texts, {
      search: { path: resolve("/work", "t.jsonl"), field: "story" },
      validation: { path: resolve("/work", "v.txt"), field: "text" },
      test: { path: "/test.txt", field: "text" },
    });
    assert.deepEqual([whole.method, whole.evolution.generations, whole.windows.search], ["self-pruner", 2, 4]);
    assert.equal(whole.llm.provider === "openai" && whole.llm.baseUrl, "http://localhost:1/v1");
    assert.deepEqual(whole.budget, { evaluations: 5 });
  });

  it("are not asked for when they are some of them", () => {
    const given = readGiven({ model: "/m", llm: { provider: "none" } }, "/work");
    assert.equal(given.isWhole, false);
    assert.deepEqual(given.answers, { model: resolve("/m"), llm: "none" });
    assert.deepEqual([...given.topics].sort(), ["llm", "model"]);
  });

  it("are refused with what is wrong", () => {
    const bad: [unknown, RegExp][] = [
      ["self-pruner", /expected object/],
      [{ modle: "/m" }, /modle/],
      [{ target: 30 }, /target/],
      [{ llm: { provider: "openai", model: "m", apiKey: "sk-1" } }, /apiKey/],
      [{ llm: { provider: "openai", model: "m", baseUrl: "https://me:pw@host" } }, /without credentials/],
      [{ budget: { tokens: 1 } }, /tokens/],
    ];
    for (const [given, message] of bad) {
      assert.throws(() => readGiven(given, "/work"), isUserError("answers-invalid", message));
    }
  });
});

describe("what was answered before", () => {
  it("is there again, also when the search was never started", async () => {
    const state = new MemoryMemento();
    assert.deepEqual(new Memory(state).answers, noAnswers);
    await new Memory(state).keep(answered);
    assert.deepEqual(new Memory(state).answers, answered);
  });

  it("is forgotten when it is not as it should be, or of another version", async () => {
    const state = new MemoryMemento();
    for (const kept of [{ version: 0, answers: answered }, { version: 1, answers: { target: 30 } }, "x", null]) {
      await state.update("selfPruner.lastAnswers", kept);
      await state.update("selfPruner.recent", kept);
      assert.deepEqual(new Memory(state).answers, noAnswers);
      assert.deepEqual(new Memory(state).models, []);
    }
  });

  it("never holds a key", async () => {
    const state = new MemoryMemento();
    await new Memory(state).keep({ ...answered, openai: { model: "m", apiKey: "sk-1" } } as Answers);
    assert.deepEqual(new Memory(state).answers.openai, { model: "m" });
    assert.doesNotMatch(state.text, /sk-1/);
  });

  it("has the ten models and texts that were used last", async () => {
    const memory = new Memory(new MemoryMemento());
    for (let n = 1; n <= 12; n++) await memory.used({ model: `/m${n}`, text: { path: `/t${n}` } });
    await memory.used({ model: "/m5", text: { path: "/t5" }, hasTest: true, test: { path: "/test" } });
    await memory.used({ model: "/m5", text: { path: "/t5" }, hasTest: false, test: { path: "/unused" } });
    assert.deepEqual(memory.models.slice(0, 3), ["/m5", "/m12", "/m11"]);
    assert.deepEqual(memory.texts.slice(0, 3), ["/t5", "/test", "/t12"]);
    assert.deepEqual([memory.models.length, memory.texts.length], [10, 10]);
  });
});

describe("a rate file", () => {
  const describeModel = async (path: string) => {
    if (!path.endsWith("m")) throw new UserError("model-not-a-folder", `${path} is not a folder.`, "Name one.");
    return { path, name: "m", family: "llama", layers: 2, prunableParameters: 1, maxPositions: 1, weightBytes: 1 };
  };
  const read = (text: string) => rateFileAnswers("/home/me/rates/a.prune", text, describeModel);

  it("answers its model and its target, even when its rates are wrong", async () => {
    assert.deepEqual(await read("model: ../m\ntarget: 0.3\nlayers:\n  0: many\n"), {
      model: resolve("/home/me/m"),
      target: 0.3,
    });
    assert.deepEqual(await read("model: /x/m\nlayers: {}"), { model: resolve("/x/m") });
    assert.deepEqual(await read("model: /x/m\ntarget: 0"), { model: resolve("/x/m") });
  });

  it("without a model that can be read is told with its line", async () => {
    const file = join("/home/me/rates", "a.prune");
    const message = (line: number, rest: string) => new RegExp(`^Line ${line} of ${file}: .*${rest}`);
    await assert.rejects(read("# rates\ntarget: 0.3\n"), isUserError("rate-file-model", message(1, "model")));
    await assert.rejects(read("target: 0.3\nmodel: [a]\n"), isUserError("rate-file-model", message(2, "path")));
    await assert.rejects(
      read("target: 0.3\nmodel: gone\n"),
      isUserError("rate-file-model", message(2, "not a folder")),
    );
    await assert.rejects(read("- a\n- b\n"), isUserError("rate-file-model", message(1, "map")));
  });
});

describe("an error of the start", () => {
  it("says what to answer otherwise", () => {
    const topics: Record<string, string | undefined> = {
      "model-unsupported": "model",
      "tensor-missing": "model",
      "text-too-short": "text",
      "field-missing": "text",
      "splits-overlap": "test",
      "device-missing": "device",
      "api-key-missing": "llm",
      "search-missing": "llm",
      "unknown-method": "method",
      "setting-price-missing": "budget",
      "runner-gone": undefined,
    };
    for (const [code, topic] of Object.entries(topics))
      assert.equal(topicOfError(new UserError(code, "")), topic, code);
    assert.equal(topicOfError(new Error("text-unreadable")), undefined);
  });
});
