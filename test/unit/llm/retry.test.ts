import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultRetryPolicy, pause, retryAfterOf, retryDelay } from "../../../src/llm/retry.ts";

describe("retryDelay", () => {
  it("doubles the wait, with up to a quarter of jitter, and ends after the last retry", () => {
    for (const [retry, most] of [500, 1000].entries()) {
      const delay = retryDelay(defaultRetryPolicy, retry, undefined) ?? 0;
      assert.ok(delay <= most && delay >= 0.75 * most, `${delay}`);
    }
    assert.equal(retryDelay(defaultRetryPolicy, 2, undefined), undefined);
    assert.ok((retryDelay({ ...defaultRetryPolicy, retries: 20 }, 15, undefined) ?? 0) <= 8000);
  });

  it("waits as long as it is asked to, but not longer than a minute", () => {
    assert.equal(retryDelay(defaultRetryPolicy, 0, 20_000), 20_000);
    assert.equal(retryDelay(defaultRetryPolicy, 0, 61_000), undefined);
  });
});

describe("retryAfterOf", () => {
  it("reads seconds, milliseconds and dates", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    const read = (headers: Record<string, string>) => retryAfterOf(new Headers(headers), now);
    assert.equal(read({ "retry-after": "3" }), 3000);
    assert.equal(read({ "retry-after-ms": "250", "retry-after": "3" }), 250);
    assert.equal(read({ "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }), 30_000);
    assert.equal(read({ "retry-after": "Wed, 31 Dec 2025 23:59:00 GMT" }), 0);
    assert.equal(read({ "retry-after": "soon" }), undefined);
    assert.equal(read({}), undefined);
  });
});

describe("pause", () => {
  it("ends at once with the reason of the signal", async () => {
    const stop = new AbortController();
    const reason = new Error("stop");
    setImmediate(() => stop.abort(reason));
    await assert.rejects(pause(60_000, stop.signal), reason);
  });
});
