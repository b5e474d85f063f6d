import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkedBaseUrl, redactorOf } from "../../../src/llm/key-guard.ts";

describe("redactorOf", () => {
  it("takes a key out of a text, wherever it stands", () => {
    assert.equal(redactorOf("sk-secret-1")("key sk-secret-1, again sk-secret-1!"), "key ***, again ***!");
  });

  it("leaves text alone when the key is a placeholder or could be a number", () => {
    assert.equal(redactorOf("none")("none of them"), "none of them");
    assert.equal(redactorOf("0.12345678")("[0.12345678]"), "[0.12345678]");
    assert.equal(redactorOf(undefined)("text"), "text");
  });
});

describe("checkedBaseUrl", () => {
  it("takes http and https addresses", () => {
    assert.equal(checkedBaseUrl("http://localhost:11434/v1"), "http://localhost:11434/v1");
  });

  it("refuses other addresses and credentials, without repeating them", () => {
    const refusals = {
      "https://me:hunter2@host/v1": "base-url-credentials",
      "file:///etc": "base-url-invalid",
      "": "base-url-invalid",
    };
    for (const [address, code] of Object.entries(refusals)) {
      assert.throws(
        () => checkedBaseUrl(address),
        (error: { code: string }) => error.code === code && !String(error).includes("hunter2"),
      );
    }
  });
});
