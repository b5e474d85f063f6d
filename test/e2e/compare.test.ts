import { describe, it } from "node:test";
import { inEditor } from "../support/vscode/editor.ts";
import { searchedBefore } from "../support/vscode/place-searches.ts";

describe("comparing", () => {
  it(
    "shows two searches over each other",
    inEditor(
      async (editor) => {
        const { searches, quickInput, panel } = editor;
        await searches.open();
        await searches.row(/40.0 %/).waitFor();
        await editor.run("Self-Pruner: Compare Searches…");
        await quickInput.choose("40.0 %");
        await quickInput.choose("20.0 %");
        await editor.screenshot("compare which");
        await quickInput.accept();
        await panel.tab("Compare 2 Searches").waitFor();
        await panel.document.getByRole("heading", { name: "2 searches compared" }).waitFor();
        await panel.document.getByRole("row", { name: /40\.0 %.*Finished/ }).waitFor();
        await panel.document.getByRole("row", { name: /20\.0 %.*Finished/ }).waitFor();
        await editor.screenshot("compared");
      },
      // Wide enough for the columns of the results.
      {
        size: { width: 1600, height: 1000 },
        prepare: async (place) => void (await searchedBefore(place, { target: 0.2 }, { target: 0.4 })),
      },
    ),
  );
});
