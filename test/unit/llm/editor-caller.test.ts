import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { type EditorChat, editorCaller } from "../../../src/llm/editor-caller.ts";
import type { RetryPolicy } from "../../../src/llm/retry.ts";
import type { Proposal, ProposalRequest } from "../../../src/search/ports.ts";

const impatient: RetryPolicy = { retries: 2, firstDelay: 1, longestDelay: 2, longestRetryAfter: 1000 };
const request: ProposalRequest = {
  ordinal: 1,
  operator: "initial",
  generation: 0,
  count: 2,
  layers: 3,
  target: 0.5,
  population: [],
  retry: false,
};

function callerOf(chat: EditorChat, timeout = 5) {
  const prunedModel = { name: "tiny" };
  return editorCaller({ vendor: "acme", model: "m1", timeout, prunedModel, chat, retry: impatient });
}

async function ask(chat: EditorChat, { timeout = 5, signal = new AbortController().signal } = {}) {
  const proposals: Proposal[] = [];
  const caller = callerOf(chat, timeout);
  const record = await caller(request, (proposal) => proposals.push(proposal), signal);
  return { record, values: proposals.map(({ values }) => values) };
}

/** Fails with each of the errors in turn, then answers well. */
function failing(...errors: Error[]): EditorChat {
  return async (_model, _messages, onText) => {
    const error = errors.shift();
    if (error) throw error;
    onText("[0.5, 0.5, 0.5]\n[0.4, 0.5, 0.6]");
    return {};
  };
}

describe("editorCaller", () => {
  it("reads vectors from text that comes in pieces, and records what was asked of whom", async () => {
    const { record, values } = await ask(async (model, messages, onText) => {
      assert.deepEqual(model, { vendor: "acme", model: "m1" });
      assert.match(messages.at(-1)?.content ?? "", /bracketed list of 3/);
      for (const piece of ["[0.5, 0.", "5, 0.5]\n[0.1,", "0.4, 1]"]) onText(piece);
      return { inputTokens: 120, outputTokens: 30 };
    });
    assert.deepEqual(values, [
      [0.5, 0.5, 0.5],
      [0.1, 0.4, 1],
    ]);
    assert.deepEqual(record.parameters, { vendor: "acme", model: "m1" });
    assert.equal(record.outcome.inputTokens, 120);
    assert.equal(record.outcome.outputTokens, 30);
    assert.equal(record.tokensEstimated, false);
    assert.deepEqual(record.outcome.faults, {});
  });

  it("asks again after a window went away, and not after a refusal", async () => {
    const away = new UserError("editor-away", "no window");
    const { values } = await ask(failing(away, away));
    assert.equal(values.length, 2);
    const refused = await ask(failing(new UserError("lm-no-permission", "the user said no")));
    assert.deepEqual(refused.values, []);
    assert.deepEqual(refused.record.outcome.faults, { "lm-no-permission": 1 });
    assert.equal(refused.record.outcome.problem, "the user said no");
  });

  it("does not ask a person again who did not allow it", async () => {
    let asked = 0;
    const chat: EditorChat = async () => {
      asked++;
      throw new UserError("lm-no-permission", "the user said no");
    };
    const caller = callerOf(chat);
    for (const ordinal of [1, 2, 3]) {
      const { outcome } = await caller({ ...request, ordinal }, () => assert.fail(), new AbortController().signal);
      assert.deepEqual(outcome.faults, { "lm-no-permission": 1 });
    }
    assert.equal(asked, 1);
  });

  it("keeps the vectors that came before an answer broke off", async () => {
    const { record, values } = await ask(async (_model, _messages, onText) => {
      onText("[0.5, 0.5, 0.5]\n[0.1, ");
      throw new UserError("lm-failed", "the window was closed");
    });
    assert.deepEqual(values, [[0.5, 0.5, 0.5]]);
    assert.deepEqual(record.outcome.faults, { "lm-failed": 1 });
  });

  it("gives up an editor that says nothing, and tells it so", async () => {
    let hungUp = 0;
    const silent: EditorChat = (_model, _messages, _onText, signal) =>
      new Promise(() => signal.addEventListener("abort", () => hungUp++));
    const { record } = await ask(silent, { timeout: 0.02 });
    assert.deepEqual(record.outcome.faults, { timeout: 3 });
    assert.equal(hungUp, 3);
  });

  it("ends at once when the search is stopped", async () => {
    const stop = new AbortController();
    const never: EditorChat = () => new Promise(() => setTimeout(() => stop.abort(new Error("stopped")), 5));
    await assert.rejects(ask(never, { signal: stop.signal }), /stopped/);
  });
});
