import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { StreamParser, vectorsIn } from "../../../src/llm/stream-parser.ts";

const values = (text: string) => vectorsIn(text).map((proposal) => proposal.values);

describe("StreamParser", () => {
  it("reads the JSON form with parents before or after the rates", () => {
    const text = '{"individuals": [{"parents": [3, 7], "rates": [0.1, 0.2]}, {"rates": [0.3, 0.4], "parents": [1]}]}';
    assert.deepEqual(vectorsIn(text), [
      { values: [0.1, 0.2], parents: [3, 7] },
      { values: [0.3, 0.4], parents: [1] },
    ]);
  });

  it("reads lists in prose, numbered lines and code fences", () => {
    const text = "Here you go:\n1. [0.1, 0.2]\n2) **[0.3; 0.4]**\n```json\n[0.5, 0.6,]\n```\nThe last: [ .7 1. ]";
    assert.deepEqual(values(text), [
      [0.1, 0.2],
      [0.3, 0.4],
      [0.5, 0.6],
      [0.7, 1],
    ]);
  });

  it("reads nested lists and lists of objects, whose outer list is no vector", () => {
    assert.deepEqual(values("[[0.1, 0.2],\n [0.3, 0.4]]"), [
      [0.1, 0.2],
      [0.3, 0.4],
    ]);
    assert.deepEqual(values('[{"rates": [0.1, 0.2]}]'), [[0.1, 0.2]]);
    assert.deepEqual(values("the interval [0, 1) is meant: [0.1, 0.2]"), [[0.1, 0.2]]);
  });

  it("reads percentages, signs and exponents", () => {
    assert.deepEqual(values("[30%, 5e-1, +0.25, -1E0, 50 %, 1e2]"), [[0.3, 0.5, 0.25, -1, 0.5, 100]]);
  });

  it("turns what is not a finite number into NaN, one for each", () => {
    const { NaN: nan } = Number;
    assert.deepEqual(values('[0.1, null, NaN, "0.2", , 1e999, ..., 0.5]'), [[0.1, nan, nan, nan, nan, nan, nan, 0.5]]);
    assert.deepEqual(values(`[${"1".repeat(100)}, 0.5]`), [[nan, 0.5]]);
  });

  it("skips thinking, JSON strings and brackets that are no lists", () => {
    assert.deepEqual(values("<think>maybe [0.9, 0.9]?</think>[0.1, 0.2]"), [[0.1, 0.2]]);
    assert.deepEqual(values('{"note": "as in [0.9, \\"0.9]", "rates": [0.1, "a]", 0.2]}'), [[0.1, Number.NaN, 0.2]]);
    assert.deepEqual(values("see [the paper](https://x.y), [] and [INST]"), []);
  });

  it("takes parents in prose for parents", () => {
    const [first] = vectorsIn("Parents: [2, 5] → [0.1, 0.2]");
    assert.deepEqual(first, { values: [0.1, 0.2], parents: [2, 5] });
    assert.deepEqual(values("from the parents [0.1, 0.2]"), [[0.1, 0.2]]);
  });

  it("yields a bare list with its closing bracket and a keyed one with its object", () => {
    const parser = new StreamParser();
    assert.equal(parser.push("[0.1, 0.2").length, 0);
    assert.equal(parser.push("]").length, 1);
    assert.equal(parser.push('{"rates": [0.1, 0.2]').length, 0);
    assert.equal(parser.push("}").length, 1);
    assert.equal(parser.push('{"rates": [0.1, 0.2]').length + parser.end().length, 1);
  });

  it("does not count a list that was cut", () => {
    assert.deepEqual(values("[0.1, 0.2]\n[0.3, 0."), [[0.1, 0.2]]);
  });

  it("gives the same vectors however the text is cut into chunks", () => {
    const piece = fc.constantFrom(
      ...["[", "]", "{", "}", '"', "\\", ",", "\n", " ", "0.25", "1e-3", "%", "NaN", "null", "<think>", "</think>"],
      ...['"rates": ', '"parents": ', "parents ", "prose ", "🙂", "[0.1, 0.2]", "[3, 7]"],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 12 }), (whole, cuts) => {
        const parser = new StreamParser();
        const borders = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        const found = borders.slice(1).flatMap((end, index) => parser.push(whole.slice(borders[index], end)));
        assert.deepEqual([...found, ...parser.end()], vectorsIn(whole));
      }),
      { numRuns: 2000 },
    );
  });

  it("reads back every list of numbers that JSON can write", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.array(number, { minLength: 1, maxLength: 40 }), { maxLength: 8 }), (lists) => {
        const written = { individuals: lists.map((rates) => ({ rates })) };
        // JSON writes -0 as 0.
        const expected = lists.map((rates) => rates.map((rate) => rate + 0));
        assert.deepEqual(values(JSON.stringify(written)), expected);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const proposal of vectorsIn(text)) assert.ok(proposal.values.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps its memory while a list never ends", () => {
    const parser = new StreamParser();
    parser.push("[");
    for (let chunk = 0; chunk < 50; chunk++) parser.push("0.5, ".repeat(2000));
    const [vector] = parser.push("]");
    assert.equal(vector?.values.length, 4096);
  });
});
