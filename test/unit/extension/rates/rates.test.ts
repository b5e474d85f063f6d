import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { freeName } from "../../../../src/extension/rates/free-name.ts";
import { rateFileText } from "../../../../src/extension/rates/rate-file-text.ts";
import { bestRates, candidateRates } from "../../../../src/extension/rates/rate-source.ts";
import type { SearchDetail } from "../../../../src/protocol/runner.ts";
import { listText } from "../../../../src/ratefile/exports/list.ts";
import { parseRateFile } from "../../../../src/ratefile/parse.ts";
import { completeRates } from "../../../../src/ratefile/rate-file.ts";
import { rateListFrom } from "../../../../src/ratefile/services/rate-list.ts";
import { smallCandidate } from "../../../support/scored-candidates.ts";
import { LinkStub, summaryWith } from "../../../support/searches-kit.ts";
import { storedSearch } from "../../../support/stored-search.ts";

const half = { attention: 0.5, mlp: 0.5 };
const pair = { attention: 0.125, mlp: 0.3 };

describe("rates to be copied", () => {
  it("are a list as papers print it, or one for each half where they differ", () => {
    assert.equal(listText([half, { attention: 1, mlp: 1 }]), "[0.50000, 1.00000]");
    assert.equal(listText([half, pair]), "attention: [0.50000, 0.12500]\nmlp: [0.50000, 0.30000]");
  });

  it("are read back as they were", () => {
    const rate = fc.integer({ min: 0, max: 100_000 }).map((units) => units / 100_000);
    const layer = fc.oneof(
      fc.tuple(rate, rate).map(([attention, mlp]) => ({ attention, mlp })),
      rate.map((one) => ({ attention: one, mlp: one })),
    );
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 40 }), (rates) => {
        assert.deepEqual(rateListFrom(listText(rates)), rates);
      }),
    );
  });
});

describe("rates to be saved", () => {
  it("are those of the best candidate, with the numbers of the search", async () => {
    const source = await bestRates(linkWith({ bestRates: [pair] }).link, "s");
    assert.equal(source.name, "tiny-50");
    const text = rateFileText(source, "/models/rates/best.prune");
    assert.match(text, /^# self-pruner at 50\.0 %, perplexity 12\.50000 on 32 search windows/);
    assert.match(text, /\nmodel: \.\.\/tiny\n/);
    const { rates, target } = read(text);
    assert.deepEqual([rates, target], [[pair], 0.5]);
  });

  it("are missing before the first evaluation", async () => {
    await assert.rejects(bestRates(linkWith({ bestRates: undefined }).link, "s"), { code: "rates-missing" });
  });

  it("are those of a candidate, with its own numbers and never the test's", async () => {
    const source = await candidateRates(linkWith({ fitness: 13.25 }).link, { search: "s", candidate: 17 });
    assert.equal(source.name, "tiny-50-candidate-17");
    assert.deepEqual(read(rateFileText(source, "/r/x.prune")).rates, [pair]);
    const [first, second] = source.comments;
    assert.equal(
      first,
      "candidate 17 of generation 1, mutation by classical: perplexity 13.25000 on 32 search windows (uniform 15.62500, dense 10.00000)",
    );
    assert.match(second ?? "", /^self-pruner at 50\.0 %, search 20260102-030405-abcd of 2026-01-02, seed 1/);
    assert.equal(source.comments.length, 2);
  });

  it("say so of a candidate that racing dropped, and of one without bounds", async () => {
    const firstLine = async (fitness: number | null | undefined) =>
      (await candidateRates(linkWith({ fitness }).link, { search: "s", candidate: 17 })).comments[0] ?? "";
    assert.match(await firstLine(undefined), /: not evaluated on all search windows \(/);
    assert.match(await firstLine(null), /: perplexity ∞ on /);
  });

  it("have a file name that every file system takes", async () => {
    const nameOf = async (model: string, target: number) =>
      (await bestRates(linkWith({ bestRates: [half], model, target }).link, "s")).name;
    assert.equal(await nameOf("meta-llama/Llama-2-7b hf", 0.3), "Llama-2-7b-hf-30");
    assert.equal(await nameOf('..:*?"<>|', 0.3333), "rates-33.33");
  });
});

describe("a free name", () => {
  it("is the wanted one, or the first number that nobody has", async () => {
    const taken = new Set(["best", "best-2", "best-4"]);
    const free = (name: string) => freeName(name, async (one) => taken.has(one));
    assert.equal(await free("other"), "other");
    assert.equal(await free("best"), "best-3");
  });
});

interface Answers {
  readonly bestRates?: SearchDetail["bestRates"];
  readonly fitness?: number | null | undefined;
  readonly model?: string;
  readonly target?: number;
}

function linkWith({ bestRates: rates, fitness, model = "tiny", target = 0.5 }: Answers): LinkStub {
  const { spec } = storedSearch();
  const link = new LinkStub();
  const detail = { summary: summaryWith({ model }), spec: { ...spec, target }, bestRates: rates };
  const candidate = smallCandidate(17, { rates: [pair] });
  link.answer = (name) => (name === "search/get" ? detail : { candidate, fitness });
  return link;
}

function read(text: string) {
  const { problems, value } = parseRateFile(text);
  assert.deepEqual(problems, []);
  return { rates: completeRates(value), target: value.target?.value };
}
