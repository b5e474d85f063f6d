import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { unlessAborted } from "../../../src/base/unless-aborted.ts";

describe("unlessAborted", () => {
  it("settles as what is waited for, and leaves nothing at the signal", async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(unlessAborted(Promise.reject(new Error("broken")), signal), { message: "broken" });
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("ends with the signal's reason, even where the answer is there or fails later", async () => {
    const late = Promise.withResolvers<void>();
    const abort = new AbortController();
    const waiting = unlessAborted(late.promise, abort.signal);
    abort.abort(new Error("given up"));
    await assert.rejects(waiting, { message: "given up" });
    await assert.rejects(unlessAborted(Promise.resolve(1), abort.signal), { message: "given up" });
    late.reject(new Error("nobody hears of it"));
  });
});
