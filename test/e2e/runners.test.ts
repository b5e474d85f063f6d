import { describe, it } from "node:test";
import { readConnectionFile } from "../../src/protocol/connection-file.ts";
import { isRunning } from "../support/processes.ts";
import { until } from "../support/runner-kit.ts";
import { type Editor, inEditor } from "../support/vscode/editor.ts";

describe("the runner, to a person", () => {
  it(
    "is started, examined, asked to end while a search runs, and not there any more",
    inEditor(async (editor) => {
      const { quickInput, searches } = editor;
      await searches.open();
      await showRunners(editor, "Not running");
      await editor.screenshot("runners none");
      await quickInput.choose("Start Runner");
      const { pid } = await until("a runner has been started", () => readConnectionFile(editor.place.data));

      await editor.run("Self-Pruner: Doctor");
      const report = editor.page.locator(".monaco-editor .view-line");
      await report.filter({ hasText: "Self-Pruner Doctor:" }).waitFor();
      await report.filter({ hasText: `pid ${pid}` }).waitFor();
      await editor.screenshot("doctor");
      await editor.reload();
      await report.filter({ hasText: `pid ${pid}` }).waitFor();
      await report.filter({ hasText: "from before the window was loaded" }).waitFor();

      await editor.run("Self-Pruner: Start Sample Search");
      await searches.row("stories260K").waitFor();
      await showRunners(editor, new RegExp(`pid ${pid}.*1 search runs`));
      await editor.screenshot("runners one");
      await quickInput.choose("Stop Runner");
      await editor.dialog.box.getByText("1 search runs.").waitFor();
      await editor.screenshot("stop the runner");
      await editor.dialog.answer("Stop Runner");
      await until("the runner has ended", () => !isRunning(pid) || undefined);
      await searches.row(/stories260K.*interrupted/).waitFor();
      await showRunners(editor, "Not running");
      await quickInput.cancel();
    }),
  );
});

async function showRunners(editor: Editor, row: string | RegExp): Promise<void> {
  await editor.run("Self-Pruner: Show Runners");
  await editor.quickInput.row(row).waitFor();
}
