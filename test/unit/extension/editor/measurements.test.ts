import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fitnessLine } from "../../../../src/extension/editor/fitness-line.ts";
import { Measurements } from "../../../../src/extension/editor/measurements.ts";

/** A memento that keeps what JSON keeps, as VS Code's does. */
function memory(kept: Record<string, string> = {}) {
  return {
    get: (name: string): unknown => (kept[name] === undefined ? undefined : JSON.parse(kept[name])),
    update: async (name: string, value: unknown) => {
      kept[name] = JSON.stringify(value);
    },
  };
}

const rates = (rate: number) => [{ attention: rate, mlp: rate }];
const MODEL = "/models/tiny";
const measured = (perplexity: number, rate = 0.3, model = MODEL) => ({
  model,
  rates: rate === 0 ? rates(0) : rates(rate),
  perplexity,
  dense: 3.765,
  uniform: 76.5,
  protocol: "stories.test.jsonl (test), seqlen 512",
  at: "2026-01-02T03:04:05.000Z",
});

describe("Measurements", () => {
  it("keeps the history of each file over sessions, newest last", async () => {
    const state = memory();
    const before = new Measurements(state);
    const heard: string[] = [];
    before.onChanged((path) => heard.push(path));
    await before.add("/a.prune", measured(40));
    await before.add("/a.prune", measured(41));
    await before.add("/b.prune", measured(50));
    const after = new Measurements(state);
    assert.deepEqual(
      after.of("/a.prune").map(({ perplexity }) => perplexity),
      [40, 41],
    );
    assert.deepEqual(heard, ["/a.prune", "/a.prune", "/b.prune"]);
    assert.deepEqual(after.of("/c.prune"), []);
  });

  it("finds the newest measurement of the very rates that a file has now", async () => {
    const measurements = new Measurements(memory());
    await measurements.add("/a.prune", measured(40, 0.3));
    await measurements.add("/a.prune", measured(45, 0.4));
    await measurements.add("/a.prune", measured(41, 0.3));
    assert.equal(measurements.ofRates("/a.prune", MODEL, rates(0.3))?.perplexity, 41);
    assert.equal(measurements.ofRates("/a.prune", MODEL, rates(0.5)), undefined);
  });

  it("does not take what was measured of another model for the same rates of this one", async () => {
    const measurements = new Measurements(memory());
    await measurements.add("/a.prune", measured(40, 0.3, "/models/tiny"));
    await measurements.add("/a.prune", measured(90, 0.3, "/models/other"));
    assert.equal(measurements.ofRates("/a.prune", "/models/tiny", rates(0.3))?.perplexity, 40);
    assert.equal(measurements.ofRates("/a.prune", "/models/third", rates(0.3)), undefined);
    assert.equal(measurements.ofModel("/a.prune", "/models/other").length, 1);
  });

  it("goes with a file, or its folder, that gets another name", async () => {
    const measurements = new Measurements(memory());
    await measurements.add("/folder/a.prune", measured(40));
    await measurements.add("/folder-2/b.prune", measured(50));
    const heard: string[] = [];
    measurements.onChanged((path) => heard.push(path));
    await measurements.rename("/folder/a.prune", "/folder/c.prune");
    await measurements.rename("/folder", "/moved");
    await measurements.rename("/elsewhere", "/nowhere");
    assert.equal(measurements.of("/folder/a.prune").length, 0);
    assert.equal(measurements.of("/moved/c.prune")[0]?.perplexity, 40);
    assert.equal(measurements.of("/folder-2/b.prune")[0]?.perplexity, 50);
    assert.deepEqual(heard, ["/folder/c.prune", "/moved/c.prune"]);
  });

  it("goes to a name that another file had, however both are written", async () => {
    const measurements = new Measurements(memory());
    await measurements.add("/folder/a.prune", measured(40));
    await measurements.add("/folder/b.prune", measured(50));
    await measurements.rename("/folder/../folder/a.prune", "/folder//b.prune");
    assert.deepEqual(
      measurements.of("/folder/b.prune").map(({ perplexity }) => perplexity),
      [40],
    );
    assert.equal(measurements.ofModel("/folder/b.prune", `${MODEL}/`).length, 1);
  });

  it("is bounded: twenty of a file, a hundred files, those measured last", async () => {
    const measurements = new Measurements(memory());
    for (let index = 0; index < 25; index++) await measurements.add("/a.prune", measured(index + 1));
    assert.equal(measurements.of("/a.prune").length, 20);
    assert.equal(measurements.of("/a.prune")[0]?.perplexity, 6);
    for (let index = 0; index < 99; index++) await measurements.add(`/${index}.prune`, measured(1));
    await measurements.add("/a.prune", measured(99));
    await measurements.add("/new.prune", measured(1));
    assert.equal(measurements.of("/a.prune").at(-1)?.perplexity, 99);
    assert.deepEqual(measurements.of("/0.prune"), []);
  });

  it("keeps what it can read beside what it cannot", async () => {
    const { perplexity: _, ...broken } = measured(1);
    const kept = { "/a.prune": [broken, measured(40)], "/b.prune": 7 };
    const measurements = new Measurements(memory({ "selfPruner.measurements": JSON.stringify(kept) }));
    assert.equal(measurements.of("/a.prune").length, 1);
    await measurements.add("/b.prune", measured(50));
    assert.equal(measurements.ofRates("/a.prune", MODEL, rates(0.3))?.perplexity, 40);
    assert.equal(measurements.of("/b.prune").length, 1);
  });

  it("begins anew where what was kept is not ours", () => {
    for (const kept of ['"x"', '{"/a.prune":[{"perplexity":-1}]}', "[]"]) {
      assert.deepEqual(new Measurements(memory({ "selfPruner.measurements": kept })).of("/a.prune"), []);
    }
  });
});

describe("fitnessLine", () => {
  it("is short, and leaves out what was not measured", () => {
    assert.equal(fitnessLine(measured(41.5678)), "perplexity 41.57 · dense 3.77 · uniform 76.50");
    const { dense: _, uniform: __, ...alone } = measured(123_456.7);
    assert.equal(fitnessLine(alone), "perplexity 1.235e+5");
  });
});
