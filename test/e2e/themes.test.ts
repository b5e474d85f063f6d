import { describe, it } from "node:test";
import { inEditor } from "../support/vscode/editor.ts";
import { searchedBefore } from "../support/vscode/place-searches.ts";

/** Their names in the list of themes, and the kinds that a page is told. */
const themes = {
  "Light 2026": "vscode-light",
  "Dark 2026": "vscode-dark",
  "Dark High Contrast": "vscode-high-contrast",
  "Light High Contrast": "vscode-high-contrast-light",
};

describe("the colours", () => {
  it(
    "are those of the theme",
    inEditor(
      async (editor) => {
        const { searches, panel, quickInput } = editor;
        await searches.open();
        await searches
          .row(/stories260K/)
          .first()
          .click();
        await editor.run("Self-Pruner: Open Panel");
        await panel.document.getByRole("heading", { name: "stories260K" }).waitFor();
        for (const [theme, kind] of Object.entries(themes)) {
          await editor.run("Preferences: Color Theme");
          await quickInput.choose(theme);
          await panel.document.locator(`body[data-vscode-theme-kind='${kind}']`).waitFor();
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
