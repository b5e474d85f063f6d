import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { resultLines, resultRecord, writeBest } from "../../../src/cli/result.ts";
import type { Measured } from "../../../src/protocol/card.ts";
import type { SearchDetail } from "../../../src/protocol/runner.ts";
import { resultComments } from "../../../src/protocol/text/result-comments.ts";
import { uniformRates } from "../../../src/pruning/rates.ts";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { completeRates } from "../../../src/ratefile/rate-file.ts";
import { runningSummary, searchDetail } from "../../support/cli-views.ts";

function measured(perplexity: number): Measured {
  return {
    perplexity,
    loss: Math.log(perplexity),
    card: {
      dataset: "wiki.test.raw",
      split: "test",
      textSha256: "0",
      tokensSha256: "0",
      seqlen: 256,
      bos: true,
      windows: 10,
      targets: 2550,
      dtype: "fp32",
      device: "cpu",
      model: "m",
      modelFingerprint: "0",
      metric: "perplexity",
    },
  };
}

const row = { dense: measured(5), uniform: measured(9), best: measured(7.5) };
const detail: SearchDetail = {
  ...searchDetail,
  summary: runningSummary({ state: "finished", endReason: "complete" }),
  bestRates: uniformRates(2, 0.3),
  report: { validation: undefined, test: row },
};
const testLine =
  "test perplexity 7.50000 (dense 5.00000, uniform 9.00000) on wiki.test.raw (test), seqlen 256, BOS, 10 windows, " +
  "2550 predicted tokens, fp32, cpu";

describe("the result of a search", () => {
  it("is told with its protocol", () => {
    assert.deepEqual(resultLines(detail, "/best.prune"), [
      "finished after 170 evaluations in 1:25 (complete)",
      testLine,
      "best rates: /best.prune",
    ]);
    const record = JSON.parse(JSON.stringify(resultRecord(detail, undefined)));
    assert.deepEqual(record.test.dense, 5);
    assert.deepEqual(record.test.protocol.best.seqlen, 256);
    assert.equal("validation" in record, false);
    assert.deepEqual(record.notes, []);
  });

  it("is measured again with as many windows as there were, by a command that a shell takes", () => {
    const texts = { search: { path: "/t", field: "text" }, test: { path: "/Ann's texts/b.txt", field: "text" } };
    const told = (changes: Partial<SearchDetail>) =>
      resultComments({ ...detail, spec: { ...detail.spec, texts }, ...changes }).join("\n");
    assert.match(told({}), / on 32 search windows after 170 evaluations\n/);
    assert.match(told({}), /--text '\/Ann'\\''s texts\/b\.txt' --calibration \/t --calibration-windows 32 /);
    const shorter = told({ calibrationWindows: 7, card: { ...row.best.card, windows: 1 } });
    assert.match(shorter, / on 1 search window after /);
    assert.match(shorter, /--calibration-windows 7 /);
    const raced = { ...detail.summary, evaluations: 12.34375 };
    assert.match(told({ summary: raced }), /after 12\.3 evaluations\n/);
  });

  it("is written as a rate file with the numbers as comments", async () => {
    const folder = await mkdtemp(join(tmpdir(), "self-pruner-cli-"));
    try {
      const path = await writeBest(detail, join(folder, "best.prune"), false);
      const text = await readFile(path ?? "", "utf8");
      assert.ok(text.startsWith(`# ${testLine}\n`), text);
      const { value, problems } = parseRateFile(text, detail.shape);
      assert.deepEqual(problems, []);
      assert.deepEqual(completeRates(value), detail.bestRates);
      assert.equal(await writeBest({ ...detail, bestRates: undefined }, join(folder, "none.prune"), false), undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
