import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ledger } from "../../../src/search/budget.ts";
import type { Budget } from "../../../src/search/spec.ts";

const passed = { losses: Array<number>(8).fill(1), targetsPerWindow: 10, tokens: 88, seconds: 1 };
const answered = { calls: 1, inputTokens: 300, outputTokens: 200, money: 0.25, seconds: 3, faults: {} };

function ledgerOf(budget: Budget, elapsed: () => number = () => 0): Ledger {
  return new Ledger(budget, { elapsed }, 8);
}

describe("Ledger", () => {
  it("counts an evaluation per pass over all windows, and parts of a pass as parts", () => {
    const ledger = ledgerOf({});
    ledger.scored(passed);
    ledger.scored({ ...passed, losses: [1, 1] });
    assert.equal(ledger.evaluations, 1.25);
    assert.equal(ledger.exhausted(), false);
  });

  it("ends at each limit by its name", () => {
    const limits = { evaluations: 2, tokens: 176, llmCalls: 2, llmTokens: 1000, llmMoney: 0.5 } as const;
    for (const [name, limit] of Object.entries(limits)) {
      const ledger = ledgerOf({ [name]: limit });
      ledger.scored(passed);
      ledger.answered(answered);
      assert.equal(ledger.exhausted(), false, name);
      ledger.scored(passed);
      ledger.answered(answered);
      assert.equal(ledger.exhausted(), true, name);
      assert.equal(ledger.ended, name);
    }
  });

  it("lets every search score one candidate", () => {
    const ledger = ledgerOf({ seconds: 1 }, () => 1000);
    assert.equal(ledger.exhausted(), false);
    ledger.scored(passed);
    assert.equal(ledger.exhausted(), true);
  });

  it("stays ended whatever the clock says later", () => {
    let now = 10;
    const ledger = ledgerOf({ seconds: 5 }, () => now);
    ledger.scored(passed);
    assert.equal(ledger.exhausted(), true);
    now = 0;
    assert.equal(ledger.exhausted(), true);
  });

  it("names no reason as long as nothing was stopped", () => {
    const ledger = ledgerOf({ evaluations: 1 });
    ledger.scored(passed);
    assert.equal(ledger.ended, undefined);
  });

  it("counts unanswered requests against the number of calls", () => {
    const ledger = ledgerOf({ llmCalls: 3 });
    ledger.answered(answered);
    assert.equal(ledger.allowsRequest(1), true);
    assert.equal(ledger.allowsRequest(2), false);
    assert.equal(ledgerOf({}).allowsRequest(100), true);
  });
});
