import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { EvaluationText } from "../../../../src/extension/editor/evaluation-text.ts";
import { Memory } from "../../../../src/extension/start/memory.ts";
import { MemoryMemento } from "../../../support/memento.ts";
import { type Act, ScriptedPerson } from "../../../support/scripted-person.ts";

/** A folder with two texts: one whose rows have their text in the field `story`. */
async function textsOf(t: TestContext): Promise<{ plain: string; rows: string; samples: string }> {
  const folder = await mkdtemp(join(tmpdir(), "sp-text-"));
  t.after(() => rm(folder, { recursive: true }));
  const [plain, rows, samples] = [join(folder, "a.txt"), join(folder, "b.jsonl"), join(folder, "samples")];
  await writeFile(plain, "Once upon a time.");
  await writeFile(rows, '{"id":"1","story":"Once upon a time."}\n');
  await mkdir(samples);
  return { plain, rows, samples };
}

function choiceOf(samples: string, found: readonly string[], ...script: (readonly [title: string, act: Act])[]) {
  const people: ScriptedPerson[] = [];
  const texts = new EvaluationText({
    dialogs: () => {
      const person = new ScriptedPerson(...script);
      people.push(person);
      return person;
    },
    memory: new Memory(new MemoryMemento()),
    files: { texts: async () => found, browseText: async () => undefined },
    samples: async () => samples,
  });
  return { texts, people };
}

const TITLE = "Evaluate Rate File";

describe("the text that a rate file is measured on", () => {
  it("is the one that the file names, without a question", async (t) => {
    const { plain, rows, samples } = await textsOf(t);
    const { texts, people } = choiceOf(samples, []);
    assert.deepEqual(await texts.choose(plain), { path: plain, field: "text" });
    assert.deepEqual(await texts.choose(rows), { path: rows, field: "story" });
    await assert.rejects(texts.choose(`${plain}.gone`), { code: "text-not-found", hint: /remove it to be asked/ });
    assert.equal(people.length, 0);
  });

  it("is asked for otherwise, and the question is closed whatever comes of it", async (t) => {
    const { plain, rows, samples } = await textsOf(t);
    const chosen = choiceOf(samples, [plain, rows], [TITLE, { choose: rows }]);
    assert.deepEqual(await chosen.texts.choose(undefined), { path: rows, field: "story" });
    const left = choiceOf(samples, [plain], [TITLE, "escape"]);
    assert.equal(await left.texts.choose(undefined), undefined);
    assert.deepEqual([chosen.people[0]?.isClosed, left.people[0]?.isClosed], [true, true]);
  });
});
