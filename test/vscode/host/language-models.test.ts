import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { RunnerClient } from "../../../src/protocol/client/runner-client.ts";
import type { SearchState, SearchSummary } from "../../../src/protocol/runner.ts";
import type { ModelLog } from "../../support/vscode/language-models/extension.ts";
import { quickSearch } from "./answers.ts";
import { withRunner } from "./runner.ts";
import { answered, until } from "./spies.ts";

const MODELS = "self-pruner.test-language-models";

describe("VS Code's language models", () => {
  let log: ModelLog;

  before(async function () {
    log = await vscode.extensions.getExtension(MODELS)?.activate();
    // VS Code takes providers of language models since 1.104, and the extension runs in older ones, too.
    if (!("registerLanguageModelChatProvider" in vscode.lm)) this.skip();
  });

  it("write the offspring of a search", async () => {
    const answers = { ...quickSearch, llm: { provider: "editor", vendor: "test", model: "good" } };
    const id = String(await vscode.commands.executeCommand("selfPruner.startSearch", answers));
    const { llm } = await withRunner((client) => reached(client, id, "finished"));
    assert.deepEqual(llm.faults, {});
    assert.ok(llm.calls > 0);
    assert.ok(llm.inputTokens > 100 && llm.outputTokens > 10, "the model counted the tokens");
  });

  it("do not keep a search from its end, whatever they answer", async () => {
    const faults: Record<string, string> = { prose: "prose", quota: "lm-blocked", silent: "timeout" };
    await withRunner(async (client) => {
      const ids = new Map<string, string>();
      for (const model of Object.keys(faults)) ids.set(model, await start(client, model, 0.3));
      for (const [model, id] of ids) {
        const { llm } = await reached(client, id, "finished");
        assert.ok(llm.faults[faults[model] ?? ""], `${model}: ${JSON.stringify(llm.faults)}`);
      }
    });
  });

  it("are told to stop with the search", async () => {
    await withRunner(async (client) => {
      const { silences, cancelled } = log;
      const id = await start(client, "silent", 120);
      await until("the model is silent", () => log.silences > silences || undefined);
      await vscode.commands.executeCommand("selfPruner.stopSearch", id);
      await reached(client, id, "stopped");
      await until("the model was told", () => log.cancelled > cancelled || undefined);
    });
  });

  it("that are not there are told of before the search starts", async () => {
    const llm = { provider: "editor", vendor: "test", model: "gone" };
    const [[message] = []] = await answered(
      "showErrorMessage",
      () => undefined,
      () => vscode.commands.executeCommand("selfPruner.startSearch", { ...quickSearch, llm }),
    );
    assert.match(String(message), /no language model gone of test/);
  });
});

async function start(client: RunnerClient, model: string, timeout: number): Promise<string> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const { model: name, text, ...rest } = quickSearch;
  const llm = { provider: "editor", vendor: "test", model, timeout } as const;
  const drafted = await client.request("search/draft", {
    preset: "paper",
    spec: {
      ...rest,
      device: "cpu",
      method: "self-pruner",
      model: join(folder, name),
      texts: { search: { path: join(folder, text) } },
      llm,
    },
  });
  return (await client.request("search/start", { spec: drafted.spec })).id;
}

function reached(client: RunnerClient, id: string, state: SearchState): Promise<SearchSummary> {
  return until(`search ${id} is ${state}`, async () => {
    const { summary } = await client.request("search/get", { id });
    assert.notEqual(summary.state, "failed", summary.status);
    return summary.state === state ? summary : undefined;
  });
}
