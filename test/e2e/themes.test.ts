import { describe, it } from "node:test";
import { inEditor } from "../support/vscode/editor.ts";
import { searchedBefore } from "../support/vscode/place-searches.ts";

const themes = ["Light Modern", "Dark Modern", "Default High Contrast", "Default High Contrast Light"];

describe("the colours", () => {
  it(
    "are those of the theme",
    inEditor(
      async (editor) => {
        const { searches, panel } = editor;
        await searches.open();
        await searches
          .row(/stories260K/)
          .first()
          .click();
        await editor.run("Self-Pruner: Open Panel");
        await panel.document.getByRole("heading", { name: "stories260K" }).waitFor();
        for (const theme of themes) {
          await editor.place.writeSettings({ "workbench.colorTheme": theme });
          await panel.document.locator(`body[data-vscode-theme-id='${theme}']`).waitFor();
          await editor.screenshot(`theme ${theme}`);
        }
      },
      {
        size: { width: 1600, height: 1200 },
        prepare: async (place) => void (await searchedBefore(place, { evolution: { generations: 8 } })),
      },
    ),
  );
});
