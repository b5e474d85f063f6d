import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { until } from "../support/runner-kit.ts";
import { type Editor, inEditor } from "../support/vscode/editor.ts";
import { TextEditor } from "../support/vscode/pages/text-editor.ts";

const FILE = "tour.prune";
const OTHER = "other.prune";
const text = [
  "model: stories260K",
  "target: 0.3",
  "text: texts/stories.test.jsonl",
  "layers:",
  ...[0.2, 0.25, 0.3, 0.35, 0.4].map((rate, layer) => `  ${layer}: ${rate.toFixed(5)}`),
  "",
].join("\n");

/** Their names in the list of themes, and the kinds that a page is told. */
const themes = {
  light: ["Light 2026", "vscode-light"],
  dark: ["Dark 2026", "vscode-dark"],
  "high-contrast": ["Dark High Contrast", "vscode-high-contrast"],
  "high-contrast-light": ["Light High Contrast", "vscode-high-contrast-light"],
} as const;

const options = {
  size: { width: 1440, height: 900 },
  settings: { "editor.minimap.enabled": false },
  prepare: async ({ workspace }: { readonly workspace: string }) => {
    await writeFile(join(workspace, FILE), text);
    await writeFile(
      join(workspace, OTHER),
      text.replace("4: 0.40000", "4: 0.10000").replace("0: 0.20000", "0: 0.50000"),
    );
  },
};

describe("a rate file", () => {
  it(
    "is mended by a quick fix that moves the bars, and evaluated",
    inEditor(async (editor) => {
      const file = await opened(editor);
      await file.lens("Edit Bars").click();
      const { panel } = editor;
      await panel.tab(`Rates: ${FILE}`).waitFor();
      await panel.document.getByText("meets the target 0.30000").waitFor();
      const before = { text: await file.bars(), panel: await rates(editor) };
      assert.deepEqual(before.panel, [0.2, 0.25, 0.3, 0.35, 0.4]);

      await file.goToEnd("target: 0.3");
      await editor.page.keyboard.press("Backspace");
      await editor.page.keyboard.type("4");
      await file.squiggles.first().waitFor();
      await panel.document.getByText("0.10000 below the target 0.40000").waitFor();
      await panel.document.getByRole("button", { name: "1 error" }).waitFor();
      await editor.screenshot("rates wrong mean");

      await file.fix("Shift the rates to the target");
      await file.line("0.50000").first().waitFor();
      await panel.document.getByText("meets the target 0.40000").waitFor();
      assert.deepEqual(await rates(editor), [0.3, 0.35, 0.4, 0.45, 0.5]);
      await until("the bars in the text have moved", async () => {
        const bars = await file.bars();
        return (
          (bars.length === before.text.length && bars.every((bar, at) => bar > (before.text[at] ?? 0))) || undefined
        );
      });
      await file.squiggles.first().waitFor({ state: "detached" });

      await file.lens("Evaluate").click();
      await file.lens(/perplexity \d+\.\d+ · dense \d+\.\d+ · uniform \d+\.\d+/).waitFor();
      await editor.screenshot("rates evaluated");
    }, options),
  );

  it(
    "is dragged in the panel: the text follows, the mean stays, one undo brings it back",
    inEditor(async (editor) => {
      const file = await opened(editor);
      await file.lens("Edit Bars").click();
      const { panel, page } = editor;
      const slider = panel.document.getByRole("slider", { name: "Layer 1", exact: true });
      await slider.waitFor();
      const before = await file.text();
      const box = await boxOf(slider);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.6);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.35, { steps: 6 });
      await until("the others give way", async () => ((await rates(editor))[4] ?? 1) < 0.4 || undefined);
      assert.equal(await file.text(), before, "the text waits for the end");
      await editor.screenshot("rates dragged");
      await page.mouse.up();
      await until("the text has changed", async () => (await file.text()) !== before || undefined);
      await panel.document.getByText("meets the target 0.30000").waitFor();
      const after = await rates(editor);
      assert.ok((after[1] ?? 0) > 0.45, String(after));
      assert.ok(Math.abs(after.reduce((sum, rate) => sum + rate, 0) / 5 - 0.3) < 1e-5, String(after));

      await page.keyboard.press("Control+z");
      await until("one undo brings it back", async () => (await file.text()) === before || undefined);
      await until("the bars, too", async () => (await rates(editor))[1] === 0.25 || undefined);
      await panel.document.locator("[aria-label='Layer 1']:focus").waitFor({ state: "attached" });
      // A key that is pressed while VS Code still hands the focus over is lost; there is no second step to be redone.
      const redone = file.line("  1: ").filter({ hasNotText: "0.25000" });
      await until("redone", async () => {
        await page.keyboard.press("Control+y");
        return redone.waitFor({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
      });
      await panel.document.locator("[aria-label='Layer 1']:focus").waitFor({ state: "attached" });

      await page.keyboard.press("Control+s");
      const path = join(editor.place.workspace, FILE);
      await until("it is saved", async () => (await readFile(path, "utf8")) !== text || undefined);
      await file.line("model: ").click();
      await editor.run("Toggle Active Editor Read-only in Session");
      await slider.press("End");
      await panel.document.getByText("Is the file read-only").waitFor();
      assert.deepEqual(await rates(editor), after, "what could not be saved is not changed");
    }, options),
  );

  it(
    "is compared with another one, chosen on both sides, and stays over a reload, in every theme",
    inEditor(async (editor) => {
      const file = await opened(editor);
      await file.lens("Compare With").click();
      await editor.quickInput.choose(OTHER);
      const { panel, quickInput } = editor;
      const beside = panel.document.locator(".card-beside");
      await beside.getByText(`Beside: ${OTHER}`).waitFor();
      await panel.document.getByRole("slider", { name: "Layer 3", exact: true }).click();
      await file.activeLine(8).waitFor();
      await file.line("  1: ").click();
      await panel.document.getByLabel("Rate of layer 1").waitFor();

      for (const [name, [theme, kind]] of Object.entries(themes)) {
        await editor.run("Preferences: Color Theme");
        await quickInput.type(theme);
        await quickInput.choose(theme);
        await panel.document.locator(`body[data-vscode-theme-kind='${kind}']`).waitFor();
        await editor.screenshot(`rates ${name}`);
      }
      await beside.getByRole("button", { name: "Take over layer 0" }).click();
      await file.line("  0: 0.50000").waitFor();
      await editor.reload();
      await panel.tab(`Rates: ${FILE}`).waitFor();
      await panel.document.locator(".card-beside").getByText(`Beside: ${OTHER}`).waitFor();
      await panel.document.getByRole("slider", { name: "Layer 0", exact: true }).waitFor();
    }, options),
  );
});

async function opened(editor: Editor): Promise<TextEditor> {
  const file = await TextEditor.open(editor.page, editor.quickInput, FILE);
  await file.lens("Edit Bars").waitFor();
  return file;
}

/** The rates that the panel shows. */
async function rates({ panel }: Editor): Promise<number[]> {
  const all = await panel.document
    .getByRole("slider")
    .evaluateAll((sliders) => sliders.map((slider) => Number(slider.getAttribute("aria-valuenow"))));
  return all.map((rate) => Number(rate.toFixed(5)));
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  assert.ok(box);
  return box;
}
