import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../../src/base/random.ts";
import { cutTexts, windowTexts } from "../../src/runner/window-texts.ts";
import { RunnerKit, reached, sampleModel, sampleText, smallSearch } from "../support/runner-kit.ts";

const folder = mkdtempSync(join(tmpdir(), "self-pruner-texts-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A text of random words, which takes a second to tokenise for every three megabytes. */
function largeText(name: string, megabytes: number): { path: string; field: string } {
  const random = seededRandom(3);
  const letter = () => String.fromCharCode(97 + random.integer(26));
  const words = Array.from({ length: 4000 }, () => Array.from({ length: 2 + random.integer(8) }, letter).join(""));
  const lines: string[] = [];
  for (let length = 0; length < megabytes * 2 ** 20; length += lines.at(-1)?.length ?? 0) {
    lines.push(Array.from({ length: 12 }, () => words[random.integer(words.length)]).join(" "));
  }
  const path = join(folder, name);
  writeFileSync(path, lines.join("\n"));
  return { path, field: "text" };
}

const protocol = { seqlen: 64, bos: true };
const never = new AbortController().signal;
const large = largeText("large.txt", 1.2);

describe("texts that are cut in a thread of their own", () => {
  it("give the same windows", async () => {
    const job = {
      model: sampleModel,
      texts: { search: large, validation: undefined, test: sampleText("test") },
      protocol,
    };
    const { search, validation, test } = await windowTexts(job, never);
    assert.equal(validation, undefined);
    assert.deepEqual({ search, test }, await cutTexts(job));
  });

  it("say what is wrong with them", async () => {
    const texts = { search: large, test: { ...sampleText("test"), field: "story" } };
    await assert.rejects(windowTexts({ model: sampleModel, texts, protocol }, never), {
      name: "UserError",
      code: "field-missing",
      message: /story/,
    });
  });

  it("are given up when nobody waits for them any more", async () => {
    const abort = new AbortController();
    const cutting = windowTexts({ model: sampleModel, texts: { search: large }, protocol }, abort.signal);
    setTimeout(() => abort.abort(new Error("stopped")), 20);
    await assert.rejects(cutting, /stopped/);
  });
});

describe("a runner that prepares a search of a large text", () => {
  it("answers pings at once, and stops when it is told to", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const before = performance.now();
    await cutTexts({ model: sampleModel, texts: { search: large }, protocol });
    /** Milliseconds that the larger text takes: bounds that a slow machine meets, and a runner that waits for it does not. */
    const whole = 10 * (performance.now() - before);
    const texts = { search: largeText("larger.txt", 12) };
    const { id } = await client.request("search/start", { spec: smallSearch({ texts }) });
    await reached(client, id, "preparing");
    let slowest = 0;
    const began = performance.now();
    while (performance.now() - began < Math.min(1500, whole / 3)) {
      const asked = performance.now();
      await client.request("ping", {});
      slowest = Math.max(slowest, performance.now() - asked);
      await sleep(10);
    }
    const { summary } = await client.request("search/get", { id });
    assert.deepEqual([summary.state, summary.status], ["preparing", "Reading the model and the texts"]);
    assert.ok(slowest < whole / 4, `a ping took ${slowest} ms, where the text takes ${whole}`);
    const stopped = performance.now();
    await client.request("search/stop", { id });
    await reached(client, id, "stopped");
    assert.ok(
      performance.now() - stopped < whole / 4,
      `${performance.now() - stopped} ms, where the text takes ${whole}`,
    );
  });
});
