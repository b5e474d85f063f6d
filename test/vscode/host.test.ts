import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EditorPlace } from "../support/vscode/editor-place.ts";
import { findLauncher, runInHost } from "../support/vscode/host-run.ts";

describe("the extension in the extension host of a real VS Code", () => {
  it("passes the tests of test/vscode/host", async (t) => {
    const launcher = await findLauncher((text) => t.diagnostic(text));
    if ("missing" in launcher) return t.skip(launcher.missing);
    const { tests, figures } = await runInHost(launcher.executable, await EditorPlace.create(t));
    for (const { title, isSkipped, error } of tests) {
      await t.test(title, { skip: isSkipped }, () => rethrow(error));
    }
    assert.ok(tests.length > 0, "no test was run");
    t.diagnostic(`in ${launcher.name}`);
    for (const { what, value, unit, atMost } of figures) {
      const bound = atMost === undefined ? "" : ` (at most ${atMost} ${unit})`;
      t.diagnostic(`${what}: ${value.toFixed(1)} ${unit}${bound}`);
    }
  });
});

/** Fails a test as it failed in the extension host, with the stack from there. */
function rethrow(stack: string | undefined): void {
  if (stack === undefined) return;
  const error = new Error(stack.split("\n")[0]);
  error.stack = stack;
  throw error;
}
