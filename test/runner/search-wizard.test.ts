import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { UserError } from "../../src/base/errors.ts";
import type { ApiKeys } from "../../src/extension/keys/api-keys.ts";
import { KeyStore } from "../../src/extension/keys/key-store.ts";
import type { ClientLink } from "../../src/extension/runner/client-link.ts";
import { noAnswers } from "../../src/extension/start/answers.ts";
import { topicOfError } from "../../src/extension/start/error-topic.ts";
import { nothingGiven, readGiven } from "../../src/extension/start/given-answers.ts";
import { Memory } from "../../src/extension/start/memory.ts";
import { sampleDraft } from "../../src/extension/start/sample.ts";
import { SearchWizard, type WizardPorts } from "../../src/extension/start/search-wizard.ts";
import { startSearch } from "../../src/extension/start/start-search.ts";
import { LinkKit } from "../support/link-kit.ts";
import { MemoryMemento } from "../support/memento.ts";
import { sampleModel, sampleText } from "../support/runner-kit.ts";
import { type Act, ScriptedPerson } from "../support/scripted-person.ts";

const samples = resolve(import.meta.dirname, "../../samples");
const searchText = sampleText("search").path;

interface Desk {
  readonly link: ClientLink;
  readonly state: MemoryMemento;
  readonly keys: Pick<ApiKeys, "find" | "store">;
  /** What went wrong at the start of a search. */
  readonly failures: string[];
  wizard(person: ScriptedPerson, changes?: Partial<WizardPorts>): SearchWizard;
}

/** A window with a real runner, a person by script and everything else in memory. */
async function desk(t: TestContext): Promise<Desk> {
  const kit = await LinkKit.create(t);
  const link = kit.link();
  const state = new MemoryMemento();
  const secrets = new Map<string, string>();
  const storage = {
    get: async (name: string) => secrets.get(name),
    store: async (name: string, value: string) => void secrets.set(name, value),
    delete: async (name: string) => void secrets.delete(name),
  };
  const keys = new KeyStore(storage, state, {});
  // Trying out the machine's GPUs takes seconds.
  await new Memory(state).keep({ ...noAnswers, device: "cpu" });
  const failures: string[] = [];
  const wizard = (dialogs: ScriptedPerson, changes: Partial<WizardPorts> = {}) =>
    new SearchWizard({
      runner: link,
      keys,
      memory: new Memory(state),
      prices: () => ({ "gpt-4o": { input: 2.5, output: 10 } }),
      samples: async () => samples,
      editorModels: async () => [{ vendor: "copilot", id: "gpt-5", name: "GPT-5", family: "gpt" }],
      dialogs,
      files: {
        modelFolders: async () => [],
        texts: async () => [],
        browseFolder: async () => undefined,
        browseText: async () => undefined,
      },
      cache: join(kit.runners.dataFolder, "no-cache"),
      progress: (act) => act(),
      failed: async (error) => {
        assert.ok(error instanceof UserError);
        failures.push(error.code);
        return topicOfError(error);
      },
      ...changes,
    });
  return { link, state, keys, failures, wizard };
}

/** The first time, through everything: the sample's model and text, no LLM, three evaluations. */
const firstTime: readonly (readonly [string, Act])[] = [
  ["Model", { choose: sampleModel }],
  ["Search Text", { choose: searchText }],
  ["Test Text", { choose: "cut" }],
  ["Target", { type: "40 %" }],
  ["Method", { choose: "self-pruner" }],
  ["Preset", { choose: "fast" }],
  ["LLM", { choose: "none" }],
  ["Budget", { chooseMany: ["evaluations"] }],
  ["Budget: Evaluations", { type: "3" }],
];

describe("the questions before a search", () => {
  it("lead to a search, and to its start in two questions the next time", async (t) => {
    const { link, state, wizard } = await desk(t);
    const person = new ScriptedPerson(...firstTime, ["Start Search", "enter"]);
    const id = await wizard(person).ask(nothingGiven);
    assert.ok(id);
    const { spec } = await link.request("search/get", { id });
    assert.deepEqual([spec.model, spec.target, spec.objective], [sampleModel, 0.4, "kl"]);
    assert.deepEqual([spec.texts, spec.budget], [{ search: sampleText("search") }, { evaluations: 3 }]);
    assert.equal(person.isClosed, true);

    const [models, , , target] = person.seen;
    const sample = models?.rows.find((row) => row.id === sampleModel);
    assert.equal(sample?.description, "llama, 5 layers, 226.6k prunable parameters");
    assert.equal(target?.place.step, 4);
    const summary = person.seen.at(-1);
    assert.deepEqual(summary?.place, { title: "Start Search", step: 10, steps: 10, canGoBack: true });
    assert.match(summary?.rows[0]?.description ?? "", /^3 evaluations, .* tokens, .* on cpu$/);
    const words = Object.fromEntries(summary?.rows.map((row) => [row.label, row.description]) ?? []);
    assert.deepEqual(
      [words["Model"], words["Target"], words["LLM"], words["Budget"]],
      ["stories260K", "40 %", "no LLM", "3 evaluations"],
    );

    const again = new ScriptedPerson(["Model", "enter"], ["Start Search", "enter"]);
    const second = await wizard(again).ask(nothingGiven);
    assert.notEqual(second, id);
    assert.equal(again.seen[0]?.active, "last");
    assert.equal(again.seen[0]?.rows[0]?.detail, "stories260K, 40 %, self-pruner (fast), no LLM");
    assert.deepEqual(new Memory(state).models, [sampleModel]);
  });

  it("are all there again after they were left", async (t) => {
    const { wizard } = await desk(t);
    const left = new ScriptedPerson(...firstTime.slice(0, 4), ["Method", "escape"]);
    assert.equal(await wizard(left).ask(nothingGiven), undefined);
    assert.equal(left.isClosed, true);
    const again = new ScriptedPerson(
      ["Model", "enter"],
      ["Search Text", "enter"],
      ["Test Text", "enter"],
      ["Target", "enter"],
      ["Method", "escape"],
    );
    await wizard(again).ask(nothingGiven);
    assert.deepEqual([again.seen[0]?.active, again.seen[3]?.value], [sampleModel, "40 %"]);
  });

  it("tell of a model that cannot be searched instead of hiding it", async (t) => {
    const { link, wizard } = await desk(t);
    const strange = join(link.dataFolder, "strange");
    mkdirSync(strange);
    writeFileSync(join(strange, "config.json"), '{"model_type": "mamba"}');
    writeFileSync(join(strange, "model.safetensors"), "");
    const files = {
      modelFolders: async () => [strange],
      texts: async () => [],
      browseFolder: async () => join(strange, "nowhere"),
      browseText: async () => undefined,
    };
    const person = new ScriptedPerson(
      ["Model", { choose: strange }],
      ["Model", { choose: "browse" }],
      ["Model", { type: sampleModel }],
      ["Search Text", "escape"],
    );
    await wizard(person, { files }).ask(nothingGiven);
    const row = person.seen[0]?.rows.find(({ id }) => id === strange);
    assert.match(row?.description ?? "", /^\$\(warning\) .*mamba/);
    assert.match(person.seen[1]?.text ?? "", /mamba/);
    assert.match(person.seen[2]?.text ?? "", /nowhere/);
  });

  it("change one answer from the summary, with all that it brings", async (t) => {
    const { state, keys, wizard } = await desk(t);
    const person = new ScriptedPerson(
      ...firstTime,
      ["Start Search", { choose: "llm" }],
      ["LLM", { choose: "compatible" }],
      ["Base URL of the LLM", { type: "http://localhost:9/v1" }],
      ["Model of the LLM", { type: "qwen" }],
      ["API Key", { type: " sk-local-12345 " }],
      ["Start Search", { choose: "llm" }],
      ["LLM", { choose: "openai" }],
      ["Model of the LLM", { choose: "gpt-4o" }],
      ["API Key", { type: "sk-openai-12345" }],
      ["Start Search", { choose: "budget" }],
      ["Budget", { chooseMany: ["llmMoney"] }],
      ["Budget: LLM Money", { type: "$2" }],
      ["Start Search", { choose: "advanced" }],
      ["Start Search", { choose: "seed" }],
      ["Seed", { type: "7" }],
      ["Start Search", "escape"],
    );
    assert.equal(await wizard(person).ask(nothingGiven), undefined);
    assert.equal(await keys.find("http://localhost:9/v1"), "sk-local-12345");
    assert.equal(await keys.find(undefined), "sk-openai-12345");
    assert.doesNotMatch(state.text, /sk-/);
    const rows = person.seen.at(-1)?.rows ?? [];
    const words = Object.fromEntries(rows.map((row) => [row.label, row.description]));
    assert.deepEqual([words["LLM"], words["Budget"], words["Seed"]], ["gpt-4o of OpenAI", "$2", "7"]);
    assert.match(words["$(play) Start"] ?? "", / on cpu$/);
  });

  it("say what stands in the way and lead there", async (t) => {
    const { link, wizard } = await desk(t);
    const text = join(link.dataFolder, "story.txt");
    writeFileSync(text, "Once upon a time.");
    const person = new ScriptedPerson(...firstTime.with(1, ["Search Text", { type: text }]), [
      "Start Search",
      "escape",
    ]);
    await wizard(person).ask(nothingGiven);
    writeFileSync(text, "");
    person.goOn(
      ["Model", "enter"],
      ["Start Search", { choose: "start" }],
      ["Search Text", { choose: searchText }],
      ["Start Search", "enter"],
    );
    assert.ok(await wizard(person).ask(nothingGiven));
    const summary = person.seen.find(({ rows }) => rows[0]?.label.startsWith("$(error)"));
    assert.match(summary?.rows[0]?.detail ?? "", /story\.txt holds no text/);
  });

  it("ask again only for what a start failed by", async (t) => {
    const { failures, wizard } = await desk(t);
    const given = readGiven({ model: sampleModel, target: 0.4, llm: { provider: "openai", model: "gpt-4o" } }, samples);
    const rest: readonly (readonly [string, Act])[] = [
      ["Search Text", { choose: searchText }],
      ["Test Text", { choose: "cut" }],
      ["Method", "enter"],
      ["Preset", { choose: "fast" }],
    ];
    // The key vanishes between its question and the start, as when another window forgets it.
    const keys = { find: async () => undefined, store: async () => undefined };
    const person = new ScriptedPerson(
      ...rest,
      ["API Key", { type: "sk-openai-12345" }],
      ["Budget", "enter"],
      ["Start Search", "enter"],
      ["LLM", { choose: "none" }],
      ["Start Search", "enter"],
    );
    assert.ok(await wizard(person, { keys }).ask(given));
    assert.deepEqual(failures, ["api-key-missing"]);
  });

  it("are none when a program gives the answers", async (t) => {
    const { link, wizard } = await desk(t);
    const given = readGiven(
      {
        model: "stories260K",
        text: "texts/stories.search.jsonl",
        test: "texts/stories.test.jsonl",
        target: 0.4,
        device: "cpu",
        evolution: { population: 4, mutations: 2, crossovers: 2, generations: 1 },
        windows: { calibration: 4, search: 4 },
        protocol: { seqlen: 64 },
      },
      samples,
    );
    const id = await wizard(new ScriptedPerson()).start(given, noAnswers);
    const { spec } = await link.request("search/get", { id });
    assert.deepEqual([spec.model, spec.evolution.population, spec.protocol.seqlen], [sampleModel, 4, 64]);
    const wrong = readGiven(
      { model: "stories260K", text: "texts/none.txt", target: 0.4, windows: { seach: 4 } },
      samples,
    );
    await assert.rejects(wizard(new ScriptedPerson()).start(wrong, noAnswers), (error) => error instanceof UserError);
  });

  it("are none for the sample", async (t) => {
    const { link, keys } = await desk(t);
    const id = await startSearch(await link.request("search/draft", sampleDraft(samples)), link, keys);
    const { spec } = await link.request("search/get", { id });
    assert.deepEqual([spec.target, spec.windows.search, spec.evolution.population], [0.5, 16, 30]);
  });
});
