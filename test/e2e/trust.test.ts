import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { connectRunner } from "../../src/protocol/client/connect-runner.ts";
import { until } from "../support/runner-kit.ts";
import { inEditor } from "../support/vscode/editor.ts";
import type { EditorPlace } from "../support/vscode/editor-place.ts";
import { searchedBefore } from "../support/vscode/place-searches.ts";

describe("a workspace that is not trusted", () => {
  it(
    "says why nothing runs, shows rate files all the same, and comes alive with the trust",
    inEditor(
      async ({ page, searches, quickInput }) => {
        await searches.open();
        await searches.welcome.filter({ hasText: "only in a trusted workspace" }).waitFor();

        await page.keyboard.press("Control+p");
        await quickInput.type("x.prune");
        await quickInput.choose("x.prune");
        await page.locator(".codelens-decoration").filter({ hasText: "Evaluate" }).waitFor();
        assert.equal(await searches.rows.count(), 0, "no runner was started to show them");

        await searches.welcome.getByRole("button", { name: "Manage Workspace Trust" }).click();
        await page
          .locator(".workspace-trust-editor .monaco-button")
          .filter({ hasText: /^Trust$/ })
          .first()
          .click();
        await until(
          "the searches are there without a reload",
          async () => (await searches.rows.count()) > 0 || undefined,
        );
      },
      {
        settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" },
        prepare,
      },
    ),
  );
});

/** A search that ran before, and whose runner has ended. */
async function prepare(place: EditorPlace): Promise<void> {
  await searchedBefore(place, {});
  const client = await connectRunner({ dataFolder: place.data, start: false, client: "test" });
  await client.request("shutdown", {});
  await client.closed;
  await writeFile(join(place.workspace, "x.prune"), "model: stories260K\ntarget: 0.3\nlayers:\n  0-4: 0.30000\n");
}
