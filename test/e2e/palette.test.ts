import { describe, it } from "node:test";
import { Editor, editorMissing } from "../support/vscode/editor.ts";

describe("the palette", () => {
  it("runs the doctor", async (t) => {
    const missing = await editorMissing(t);
    if (missing) return t.skip(missing);
    const editor = await Editor.open(t);
    await editor.searches.open();
    await editor.screenshot("welcome");
    await editor.run("Self-Pruner: Doctor");
    await editor.page.getByText("workspace is trusted").waitFor();
    await editor.screenshot("doctor");
    await editor.reload();
  });
});
