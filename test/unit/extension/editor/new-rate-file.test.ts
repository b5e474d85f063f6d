import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { NewRateFile } from "../../../../src/extension/editor/new-file/new-rate-file.ts";
import { modelStep } from "../../../../src/extension/start/steps/model.ts";
import { targetStep } from "../../../../src/extension/start/steps/target.ts";
import type { ModelDescription } from "../../../../src/protocol/runner.ts";
import { type Act, ScriptedPerson } from "../../../support/scripted-person.ts";

const model: ModelDescription = {
  path: "/cache/snapshots/0a1b",
  name: "Qwen/Qwen2.5-0.5B",
  family: "qwen2",
  layers: 3,
  prunableParameters: 1000,
  maxPositions: 512,
  weightBytes: 4000,
};

function contentFor(...script: (readonly [title: string, act: Act])[]) {
  const people: ScriptedPerson[] = [];
  const describe = async () => model;
  const content = new NewRateFile({
    dialogs: () => {
      const person = new ScriptedPerson(...script);
      people.push(person);
      return person;
    },
    describe,
    targetStep: targetStep(describe),
    modelStep: modelStep({
      find: async function* () {
        yield [{ path: model.path, name: model.name, source: "Workspace" }];
      },
      ready: async () => {},
      describe,
      browse: async () => undefined,
      last: undefined,
    }),
  });
  return { content, people };
}

describe("a new rate file", () => {
  it("cuts every layer of a model alike, under a name that is no path", async () => {
    const { content, people } = contentFor(["Model", { choose: model.path }], ["Target", { type: "30" }]);
    const source = await content.uniform();
    assert.deepEqual(
      source?.rates,
      Array.from({ length: 3 }, () => ({ attention: 0.3, mlp: 0.3 })),
    );
    assert.deepEqual([source?.model, source?.target, source?.name], [model.path, 0.3, "Qwen2.5-0.5B-30"]);
    assert.deepEqual([people[0]?.left, people[0]?.isClosed], [0, true]);
  });

  it("does not ask for a model that is given", async () => {
    const { content } = contentFor(["Target", { type: "50 %" }]);
    assert.equal((await content.uniform(model.path))?.target, 0.5);
  });

  it("is none when the person gives up, and its questions are closed", async () => {
    const { content, people } = contentFor(["Model", "escape"]);
    assert.equal(await content.uniform(), undefined);
    assert.equal(people[0]?.isClosed, true);
  });

  it("takes as many rates as the model has layers", async () => {
    const { content } = contentFor(["Model", { choose: model.path }]);
    const source = await content.imported("[0.1, 0.2, 0.3]", "the clipboard");
    assert.deepEqual(
      source?.rates.map(({ mlp }) => mlp),
      [0.1, 0.2, 0.3],
    );
    assert.deepEqual([source?.name, source?.comments], ["Qwen2.5-0.5B", ["rates from the clipboard"]]);
    await assert.rejects(content.imported("[0.1, 0.2]", "the clipboard"), {
      code: "layer-count",
      message: /2 rates.* 3 layers/,
    });
  });

  it("reads the list from a file, or says that it cannot", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "sp-new-"));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "rates.txt"), "[0.1, 0.2, 0.3]");
    const { content } = contentFor();
    assert.equal((await content.importedFile(join(folder, "rates.txt"), model.path))?.rates.length, 3);
    await assert.rejects(content.importedFile(join(folder, "none.txt")), { code: "file-unreadable" });
  });
});
