import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connectRunner } from "../../src/protocol/client/connect-runner.ts";
import type { LlmSpend } from "../../src/protocol/runner.ts";
import { until } from "../support/runner-kit.ts";
import { inEditor } from "../support/vscode/editor.ts";
import { installLanguageModels } from "../support/vscode/language-models/install.ts";

describe("the questions before a search", () => {
  it(
    "are answered step by step, are there again after Escape, and lead to the search",
    inEditor(
      async (editor) => {
        const { quickInput, searches, panel } = editor;
        const asked = (title: string) => quickInput.title.filter({ hasText: title }).waitFor();
        await searches.open();
        await editor.run("Self-Pruner: Start Search…");
        await asked("Model (1/");
        await quickInput
          .row(/stories260K.*llama, 5 layers, 226.6k prunable parameters/)
          .first()
          .waitFor();
        await editor.screenshot("start model");
        await quickInput.choose("stories260K");
        await asked("Search Text (2/");
        await quickInput.choose("stories.search.jsonl");
        await asked("Test Text (3/");
        await quickInput.choose("A file of its own");
        await asked("Test Text (4/");
        await quickInput.choose("stories.test.jsonl");

        await asked("Target (5/");
        await quickInput.type("150 %");
        await quickInput.message.filter({ hasText: "below 100 %" }).waitFor();
        await quickInput.accept();
        await quickInput.type("40");
        await quickInput.message.filter({ hasText: "Removes 90.6k of 226.6k" }).waitFor();
        await editor.screenshot("start target");
        await quickInput.accept();
        await asked("Method (6/");
        await quickInput.back();
        await asked("Target (5/");
        await quickInput.accept();

        await asked("Method (6/");
        await quickInput.choose("self-pruner");
        await asked("Preset (7/");
        await quickInput.choose("fast");
        await asked("LLM (8/");
        await quickInput.row("OpenAI-compatible").waitFor();
        await editor.screenshot("start llm");
        await quickInput.choose("No LLM");
        await asked("Budget (9/");
        await quickInput.choose("Evaluations");
        await quickInput.accept();
        await asked("Budget: Evaluations (10/");
        await quickInput.type("400");
        await quickInput.accept();
        await asked("Start Search (11/11)");
        await quickInput.row(/evaluations, .*tokens/).waitFor();
        await editor.screenshot("start summary");
        await quickInput.cancel();
        await quickInput.box.waitFor({ state: "hidden" });

        await editor.run("Self-Pruner: Start Search…");
        await quickInput.row(/Same answers as last time.*stories260K, 40 %, self-pruner \(fast\), no LLM/).waitFor();
        await quickInput.accept();
        await asked("Start Search (11/11)");
        // The rows are made anew when the estimate comes: who clicks meanwhile may hit another one.
        await quickInput.row(/evaluations, .*tokens/).waitFor();
        await quickInput.choose("Target");
        await asked("Target (5/11)");
        await quickInput.type("0.3");
        await quickInput.accept();
        await asked("Start Search (11/11)");
        await quickInput.row(/evaluations, .*tokens/).waitFor();
        await quickInput.choose(/^LLM/);
        await asked("LLM (8/");
        await quickInput.choose("Test guarded");
        await quickInput.row(/Start.*evaluations, .*tokens/).waitFor();
        await quickInput.accept();
        await searches.row(/stories260K.*30/).waitFor();
        await panel.tab(/stories260K/).waitFor();
        await editor.dialog.box.getByText("a search that you started").waitFor();
        await editor.screenshot("start consent");
        await editor.dialog.answer("Allow");
        const { faults } = await until("the LLM has answered", () => spendOf(editor.place.data));
        assert.deepEqual(faults, {});
        await editor.screenshot("started");
      },
      { prepare: installLanguageModels, settings: { "chat.disableAIFeatures": false } },
    ),
  );

  it(
    "are those that a rate file leaves open, and a key is asked for where one is needed",
    inEditor(async (editor) => {
      const { quickInput, page } = editor;
      const asked = (title: string) => quickInput.title.filter({ hasText: title }).waitFor();
      await page.keyboard.press("Control+P");
      await quickInput.type("example.prune");
      await quickInput.choose("example.prune");
      await page.getByRole("tab", { name: /example\.prune/ }).waitFor();
      await editor.run("Self-Pruner: Search From Here…");
      await asked("Search Text (1/");
      await quickInput.choose("stories.search.jsonl");
      await asked("Test Text (2/");
      await quickInput.choose("Cut from the search text");
      await asked("Method (3/");
      await quickInput.choose("self-pruner");
      await asked("Preset (4/");
      await quickInput.choose("paper");
      await asked("LLM (5/");
      await quickInput.choose("OpenAI…");
      await asked("Model of the LLM (6/");
      await quickInput.type("gpt-4o");
      await quickInput.accept();
      await asked("API Key (7/");
      await quickInput.type("not a key");
      await quickInput.message.filter({ hasText: "no blanks" }).waitFor();
      await editor.screenshot("start key");
      await quickInput.type("sk-nobody-0123456789");
      await quickInput.accept();
      await asked("Budget (");
      await quickInput.accept();
      await asked("Start Search (");
      await quickInput.row(/Target.*30 %/).waitFor();
      await quickInput.row(/LLM.*gpt-4o of OpenAI/).waitFor();
      await quickInput.row(/Start.*evaluations, .*tokens/).waitFor();
      await editor.screenshot("start from rate file");
      await quickInput.cancel();

      await editor.run("Self-Pruner: Forget API Keys…");
      await quickInput.row(/OpenAI.*https:\/\/api\.openai\.com/).waitFor();
      await quickInput.choose("OpenAI");
      await quickInput.accept();
      await quickInput.box.waitFor({ state: "hidden" });
      await editor.run("Self-Pruner: Forget API Keys…");
      await page.locator(".statusbar").getByText("No API key is stored").waitFor();
    }),
  );
});

/** What the LLM of the only search did, once it did something. */
async function spendOf(dataFolder: string): Promise<LlmSpend | undefined> {
  const client = await connectRunner({ dataFolder, start: false, client: "test" });
  const { searches } = await client.request("search/list", {});
  client.close();
  return searches.find(({ llm }) => llm.calls > 0)?.llm;
}
