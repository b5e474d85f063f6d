import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { until } from "../support/runner-kit.ts";
import { type Editor, inEditor } from "../support/vscode/editor.ts";

describe("the sample search", () => {
  it(
    "moves the tree and the panel, goes on over a reload of the window, and stops",
    inEditor(async (editor) => {
      const { searches, panel } = editor;
      await searches.open();
      await searches.welcome.getByText("No search has run yet").waitFor();
      await editor.screenshot("welcome");

      await editor.run("Self-Pruner: Start Sample Search");
      await searches.row(/stories260K.*\d\/\d/).waitFor();
      await panel.tab(/stories260K/).waitFor();
      await panel.document.getByRole("heading", { name: "stories260K" }).waitFor();
      await panel.document.getByText(/Generation [1-9]/).waitFor();
      await editor.screenshot("running");
      const before = await progressOf(editor);
      await moved(editor, before);

      await editor.reload();
      await panel.tab(/stories260K/).waitFor();
      await searches.open();
      const after = await progressOf(editor);
      assert.ok(after > before, `${after} evaluations after the reload, ${before} before`);
      await moved(editor, after);
      await editor.screenshot("after reload");

      await editor.run("Self-Pruner: Stop Search");
      await searches.row(/stories260K.*stopped/).waitFor();
      await panel.document.getByText("Stopped", { exact: true }).first().waitFor();
      await editor.screenshot("stopped");
    }),
  );
});

/** Waits until the row, the number of evaluations and the picture of the chart have changed. */
async function moved(editor: Editor, evaluations: number): Promise<void> {
  const chart = editor.panel.document.locator(".card-fitness canvas").first();
  const row = editor.searches.row(/stories260K/).first();
  const before = { row: await row.innerText(), chart: await chart.screenshot() };
  await until("the row and the chart move", async () => {
    const isMoved =
      (await progressOf(editor)) > evaluations &&
      (await row.innerText()) !== before.row &&
      !before.chart.equals(await chart.screenshot());
    return isMoved || undefined;
  });
}

/** The number of evaluations that the panel's header tells. */
async function progressOf(editor: Editor): Promise<number> {
  // Of a panel that has just been restored, it is not there yet.
  const text = await editor.panel.document.locator(".progress-text").filter({ hasText: "evaluations" }).innerText();
  return Number(/(\d+) of \d+ evaluations/.exec(text)?.[1]);
}
