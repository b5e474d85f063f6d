import assert from "node:assert/strict";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import type { TestEvent } from "node:test/reporters";
import report from "../../../scripts/failure-reporter.ts";

const file = resolve("test/unit/some.test.ts");

describe("what a run tells of its failures at its end", () => {
  it("is the way to a test and the reason, once, whatever it lies in", async () => {
    const told = await tell(
      ["test:start", { name: "outer", nesting: 0 }],
      ["test:start", { name: "inner", nesting: 1 }],
      ["test:pass", { name: "inner", nesting: 1 }],
      ["test:start", { name: "wrong", nesting: 1 }],
      failed({ name: "wrong", nesting: 1 }, "testCodeFailure", new Error("one is not two")),
      failed({ name: "outer", nesting: 0 }, "subtestsFailed", "1 subtest failed"),
      ["test:summary", {}],
      failed({ name: file, nesting: 0 }, "subtestsFailed", "test failed"),
    );
    const [first, ...rest] = told.trim().split("\n");
    assert.equal(first, "test/unit/some.test.ts: outer > wrong");
    assert.match(rest.join("\n"), /^ {4}Error: one is not two\n {8}at .*failure-reporter\.test\.ts/);
    assert.doesNotMatch(told, /node:internal|subtest/);
  });

  it("is what a file said last whose process failed", async () => {
    const told = await tell(
      ["test:stderr", { file: "test/unit/some.test.ts", message: "Error: no such module\n" }],
      failed({ name: "test/unit/some.test.ts", nesting: 0 }, "testCodeFailure", "test failed"),
    );
    assert.equal(told, "test/unit/some.test.ts: test failed\n    Error: no such module\n\n");
  });

  it("is nothing of a file that printed something, which comes with its path as it was given", async () => {
    const printed = { file: "test/unit/some.test.ts", message: "Exit code: 0\n" };
    assert.equal(await tell(["test:stdout", printed], ["test:summary", {}]), "");
  });

  it("is a file that ended before its tests did", async () => {
    const told = await tell(["test:start", { name: "first", nesting: 0 }], ["test:pass", { name: file, nesting: 0 }]);
    assert.match(told, /^test\/unit\/some\.test\.ts: it ended before its tests did/);
  });

  it("is what goes on after the end of a test, and nothing of what passed", async () => {
    const late = 'Error: Test "x" generated asynchronous activity after the test ended.';
    const told = await tell(["test:diagnostic", { message: late }], ["test:summary", {}]);
    assert.match(told, /asynchronous activity/);
    assert.equal(await tell(["test:diagnostic", { message: "42 ms" }], ["test:summary", {}]), "");
  });
});

type Told = readonly [type: TestEvent["type"], data: object];

function failed(place: { name: string; nesting: number }, failureType: string, cause: unknown): Told {
  return ["test:fail", { ...place, details: { error: { failureType, cause } } }];
}

async function tell(...events: readonly Told[]): Promise<string> {
  async function* all(): AsyncGenerator<TestEvent> {
    for (const [type, data] of events) yield { type, data: { file, ...data } } as TestEvent;
  }
  let told = "";
  for await (const text of report(all())) told += text;
  return told;
}
