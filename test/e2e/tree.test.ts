import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { connectRunner } from "../../src/protocol/client/connect-runner.ts";
import { endlessSearch, smallSearch } from "../support/runner-kit.ts";
import { inEditor } from "../support/vscode/editor.ts";
import { searchedBefore } from "../support/vscode/place-searches.ts";

describe("the tree of searches", () => {
  it(
    "shows the searches of before with what hangs below them, sorts, filters, saves and deletes",
    inEditor(
      async (editor) => {
        const { searches, quickInput, dialog, page } = editor;
        await searches.open();
        const row = searches.row(/40\.0 % ?\d/);
        await row.waitFor();
        assert.equal(await searches.rows.count(), 2);
        await editor.screenshot("tree stored");

        await row.locator(".monaco-tl-twistie").click();
        await searches.row("Best candidates").locator(".monaco-tl-twistie").click();
        await searches
          .row(/classical/)
          .first()
          .waitFor();
        await searches
          .row(/^Generations/)
          .locator(".monaco-tl-twistie")
          .click();
        await searches.row("Generation 3").waitFor();
        await row.hover();
        await page.locator(".monaco-hover", { hasText: "Elapsed" }).waitFor();
        await editor.screenshot("tree opened");

        await searches
          .row(/classical/)
          .first()
          .click();
        await editor.panel.tab(/stories260K/).waitFor();
        await editor.panel.document.locator(".card-population .heatmap-cells").hover({ position: { x: 200, y: 10 } });
        await page.locator(".part.sidebar .monaco-icon-label[class*='monaco-decoration']").first().waitFor();
        await editor.screenshot("tree candidate");

        await editor.run("Self-Pruner: Sort Searches");
        await quickInput.choose("By best fitness");
        await editor.run("Self-Pruner: Filter Searches");
        await quickInput.type("40.0");
        await quickInput.accept();
        await quickInput.row("Finished").waitFor();
        await editor.screenshot("tree filter");
        await quickInput.accept();
        await searches.row(/30\.0 %/).waitFor({ state: "detached" });
        await editor.screenshot("tree filtered");
        await editor.run("Self-Pruner: Clear Filter");
        await searches.row(/30\.0 %/).waitFor();

        await searches.press(searches.row(/40\.0 %/).first(), "Save Best as Rate File");
        await quickInput.row("example.prune").waitFor();
        await editor.screenshot("tree save");
        await quickInput.accept();
        await page.locator(".tab", { hasText: "stories260K-40.prune" }).waitFor();
        await editor.screenshot("tree saved");
        const text = await readFile(join(editor.place.workspace, "stories260K-40.prune"), "utf8");
        assert.match(text, /^target: 0\.40000$/m);

        await searches.row(/30\.0 %/).click();
        await editor.panel.tab(/30\.0 %/).waitFor();
        // A click shows the panel and leaves the keyboard in the tree.
        await page.keyboard.press("Delete");
        await editor.screenshot("tree delete");
        await dialog.answer("Delete");
        await searches.row(/30\.0 %/).waitFor({ state: "detached" });
      },
      { prepare: async (place) => void (await searchedBefore(place, {}, { target: 0.3 })) },
    ),
  );

  it(
    "shows in the status bar what runs, and tells of an end with the rates to save",
    inEditor(async (editor) => {
      const { searches, quickInput, page, place } = editor;
      await searches.open();
      const client = await connectRunner({ dataFolder: place.data, start: true, client: "test" });
      place.beforeRemoval(async () => client.close());
      const status = page.locator(".statusbar-item").filter({ hasText: /\d+\/10000 · best/ });
      const { id } = await client.request("search/start", { spec: endlessSearch() });
      await status.waitFor();
      await page.locator(".activitybar .badge-content", { hasText: "1" }).waitFor();
      await status.click();
      await editor.panel.tab(/stories260K/).waitFor();
      await editor.screenshot("tree running");

      await editor.run("Self-Pruner: Pause Search");
      await searches.row(/paused/).waitFor();
      await status.waitFor({ state: "detached" });
      await client.request("search/start", { spec: smallSearch({ target: 0.3 }) });
      // A server for tests shows no message by itself.
      await editor.run("Notifications: Show Notifications");
      const end = page.locator(".notifications-center .notification-list-item").filter({
        hasText: /The search stories260K · 30\.0 % has finished after .*below uniform/,
      });
      await end.waitFor();
      await editor.screenshot("tree end");
      await end.getByRole("button", { name: "Save Rates" }).click();
      // The dialog takes no answer before it has listed its folder.
      await quickInput.row("example.prune").waitFor();
      await quickInput.accept();
      await page.locator(".tab", { hasText: "stories260K-30.prune" }).waitFor();
      await client.request("search/delete", { id });
      await searches.row(/paused/).waitFor({ state: "detached" });
    }),
  );
});
