import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Windows } from "../../../src/evaluation/engine.ts";
import { keepAll } from "../../../src/evaluation/importance/select.ts";
import { openModelFolder } from "../../../src/model/open-model-folder.ts";
import { openTokenizer } from "../../../src/model/tokenizer.ts";
import { openFolder, unhurried } from "../../support/tiny-engine.ts";

/** A perplexity computed with PyTorch and transformers. */
interface Expected {
  readonly model: string;
  readonly text: string;
  readonly seqlen: number;
  readonly bos: boolean;
  readonly windows: number;
  readonly nll_sum: number;
  readonly first_token_nll: readonly number[];
}

const shared = fileURLToPath(new URL("../../../../shared/", import.meta.url));
const expectations: readonly Expected[] = existsSync(shared)
  ? JSON.parse(readFileSync(`${shared}models/expected-perplexities.json`, "utf8")).results
  : [];

describe("perplexities of real models", () => {
  it("there is something to compare with", {
    skip: !existsSync(shared) && "skipped because ../shared is not here",
  }, () => {
    assert.ok(expectations.length > 0);
  });

  for (const expected of expectations) {
    const { model, text, seqlen, bos } = expected;
    it(`${model} on ${text} at ${seqlen}${bos ? " with BOS" : ""} is what PyTorch says`, async (t) => {
      // One text in full; elsewhere the first losses stand for the sum, which a unit test has no time for.
      const count = model === "stories260K" && bos ? expected.windows : 2;
      const { shape, folder, ids } = await tokenised(expected);
      const engine = await openFolder(t, folder, { maxLength: seqlen });
      await engine.setText("text", windowsOf(expected, ids, count));
      const request = { text: "text", from: 0, kept: shape.layers.map(keepAll) };
      const first = await engine.tokenLosses({ ...request, to: 1 }, unhurried);
      expected.first_token_nll.forEach((loss, index) => {
        // Logits around 20 in float32 leave some 5e-6 of a loss open, on either side.
        assert.ok(Math.abs((first[index] ?? Number.NaN) - loss) < 1e-5 + 2e-6 * loss);
      });
      if (count < expected.windows) return;
      const { losses } = await engine.evaluate({ ...request, to: count, objective: "perplexity" }, unhurried);
      const sum = losses.reduce((total, loss) => total + loss, 0);
      assert.ok(Math.abs(sum - expected.nll_sum) < 1e-6 * expected.nll_sum);
    });
  }
});

/** Windows by the protocol in the file of expectations: without overlap, BOS in front of each where it says so. */
function windowsOf({ seqlen, bos }: Expected, ids: Int32Array, count: number): Windows {
  const body = bos ? seqlen - 1 : seqlen;
  const tokens = new Int32Array(count * seqlen);
  for (let window = 0; window < count; window++) {
    if (bos) tokens[window * seqlen] = 1;
    tokens.set(ids.subarray(window * body, (window + 1) * body), window * seqlen + seqlen - body);
  }
  return { count, length: seqlen, tokens };
}

async function tokenised({ model, text }: Expected) {
  const folder = `${shared}models/${model}`;
  const opened = await openModelFolder(folder);
  const raw = readFileSync(`${shared}${text}`, "utf8");
  const lines = raw.trim().split("\n");
  const whole = text.endsWith(".jsonl") ? lines.map((line) => JSON.parse(line).text).join("\n\n") : raw;
  const ids = (await openTokenizer(opened)).encode(whole);
  return { shape: opened.shape, folder, ids };
}
