import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readConnectionFile } from "../../src/protocol/connection-file.ts";
import { kill } from "../support/runner-kit.ts";
import { type Editor, inEditor } from "../support/vscode/editor.ts";

describe("a runner that is killed", () => {
  it(
    "is missed in the tree, and the search is resumed from there",
    inEditor(async (editor) => {
      const { searches, panel } = editor;
      await editor.run("Self-Pruner: Start Sample Search");
      await searches.open();
      await searches.row(/stories260K.* % ?[1-9]\d*\/\d/).waitFor();
      const killed = await pidOf(editor);
      kill(killed);
      const lost = searches.row(/stories260K.*interrupted/);
      await lost.waitFor();
      await editor.screenshot("runner killed");

      await searches.press(lost, "Resume Search");
      await searches.row(/stories260K.* % ?([2-9]|[1-9]\d+)\/\d/).waitFor();
      assert.notEqual(await pidOf(editor), killed);
      await panel.document.getByText(/Generation ([2-9]|1\d)/).waitFor();
      await editor.screenshot("resumed");
      await searches.press(searches.row(/stories260K/).first(), "Stop Search");
      await searches.row(/stories260K.*stopped/).waitFor();
    }),
  );
});

async function pidOf({ place }: Editor): Promise<number> {
  const file = await readConnectionFile(place.data);
  assert.ok(file);
  return file.pid;
}
