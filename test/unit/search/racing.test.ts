import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seededRandom } from "../../../src/base/random.ts";
import { isClearlyWorse, rungs, studentQuantile } from "../../../src/search/racing.ts";

describe("rungs", () => {
  it("splits at a quarter and a half", () => {
    assert.deepEqual(rungs(32, true), [
      { from: 0, to: 8 },
      { from: 8, to: 16 },
      { from: 16, to: 32 },
    ]);
  });

  it("decides nothing on fewer than four windows", () => {
    assert.deepEqual(rungs(6, true), [
      { from: 0, to: 4 },
      { from: 4, to: 6 },
    ]);
    assert.deepEqual(rungs(4, true), [{ from: 0, to: 4 }]);
    assert.deepEqual(rungs(1, true), [{ from: 0, to: 1 }]);
  });

  it("is one part without a race", () => {
    assert.deepEqual(rungs(32, false), [{ from: 0, to: 32 }]);
  });
});

describe("studentQuantile", () => {
  it("agrees with the tables", () => {
    const table = { 3: 2.3534, 4: 2.1318, 7: 1.8946, 15: 1.7531, 63: 1.6694 };
    for (const [degrees, value] of Object.entries(table)) {
      assert.ok(Math.abs(studentQuantile(Number(degrees)) / value - 1) < 0.004, `${degrees} degrees of freedom`);
    }
  });
});

describe("isClearlyWorse", () => {
  const random = seededRandom(3);
  const rival = Array.from({ length: 8 }, () => 100 + 20 * random.normal());

  it("sees a small difference through windows that differ much, because it pairs them", () => {
    assert.equal(
      isClearlyWorse(
        rival.map((loss) => loss + 1 + 0.2 * random.normal()),
        rival,
      ),
      true,
    );
  });

  it("does not drop the better, the equal, or the worse by chance", () => {
    assert.equal(
      isClearlyWorse(
        rival.map((loss) => loss - 1),
        rival,
      ),
      false,
    );
    assert.equal(isClearlyWorse(rival, rival), false);
    assert.equal(
      isClearlyWorse(
        rival.map((loss, index) => loss + (index % 2 ? 5 : -4.5)),
        rival,
      ),
      false,
    );
  });

  it("drops an equal about as often as its error rate says", () => {
    const trials = 4000;
    const drops = Array.from({ length: trials }, () =>
      isClearlyWorse(
        Array.from({ length: 8 }, () => random.normal()),
        Array(8).fill(0),
      ),
    ).filter(Boolean).length;
    // 5 % of 4000 is 200 with a standard deviation of 14: four of those.
    assert.ok(Math.abs(drops - 200) < 56, `${drops} of ${trials}`);
  });

  it("compares only the windows that the candidate has seen", () => {
    assert.equal(isClearlyWorse([1, 1.1, 1, 1.1], [0, 0, 0, 0, 1000]), true);
  });

  it("drops what overflowed, unless the rival did", () => {
    assert.equal(isClearlyWorse([1, Number.NaN, 1, 1], [1, 1, 1, 1]), true);
    assert.equal(isClearlyWorse([1, Number.POSITIVE_INFINITY, 1, 1], [1, 1, 1, 1]), true);
    assert.equal(isClearlyWorse([1, 1, 1, 1], [1, Number.POSITIVE_INFINITY, 1, 1]), false);
  });
});
