import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Presence } from "../../../../src/extension/runner/link.ts";
import { replaceIfSilent } from "../../../../src/extension/runners/silent-question.ts";
import { ATTACHED, GONE, SILENT } from "../../../support/searches-kit.ts";

/** @param after how it stands with the runner once the person has answered */
async function replaced(before: Presence, answer: boolean, after = before) {
  const link = { presence: before };
  const done: string[] = [];
  const mayAsk = await replaceIfSilent(link, {
    confirm: async (question, detail, action) => {
      done.push(question);
      assert.match(detail, /It may be busy/);
      assert.equal(action, "End and Go On");
      link.presence = after;
      return answer;
    },
    replace: async () => void done.push("replaced"),
  });
  return { mayAsk, done };
}

describe("a runner that does not answer", () => {
  const question = /^The runner \(pid 42\) has not answered since \d\d:\d\d:\d\d\. End it and go on in another one\?$/;

  it("is replaced only when the person wants it", async () => {
    const { mayAsk, done } = await replaced(SILENT, true);
    assert.equal(mayAsk, true);
    assert.match(done[0] ?? "", question);
    assert.deepEqual(done.slice(1), ["replaced"]);
    const waiting = await replaced(SILENT, false);
    assert.deepEqual([waiting.mayAsk, waiting.done.length], [false, 1]);
  });

  it("is not ended when it was only busy and has answered before the person", async () => {
    for (const now of [ATTACHED, GONE, { ...SILENT, pid: 43 }] as const) {
      const { mayAsk, done } = await replaced(SILENT, true, now);
      assert.deepEqual([mayAsk, done.length], [true, 1]);
    }
  });

  it("is no question where the runner answers, or there is none", async () => {
    for (const presence of [ATTACHED, GONE])
      assert.deepEqual(await replaced(presence, false), { mayAsk: true, done: [] });
  });
});
