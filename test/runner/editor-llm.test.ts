import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../src/base/errors.ts";
import type { RunnerClient } from "../../src/protocol/client/runner-client.ts";
import { answerTo } from "../support/llm-answers.ts";
import { endlessSearch, RunnerKit, reached, smallSearch, until } from "../support/runner-kit.ts";

const spec = smallSearch({ llm: { provider: "editor", vendor: "acme", model: "m1", timeout: 60 } });

/** Offers a language model that answers well, in pieces; returns what it was asked. */
async function offerModel(client: RunnerClient): Promise<string[]> {
  const asked: string[] = [];
  client.onRequest("llm/chat", async ({ ticket, vendor, model, messages }) => {
    assert.deepEqual({ vendor, model }, { vendor: "acme", model: "m1" });
    const prompt = messages.map(({ content }) => content).join("\n");
    asked.push(prompt);
    const text = answerTo(prompt, "good", false);
    for (let at = 0; at < text.length; at += 50)
      await client.tell("llm/text", { ticket, text: text.slice(at, at + 50) });
    return { inputTokens: 100, outputTokens: 50 };
  });
  await client.request("llm/offer", {});
  return asked;
}

describe("a search whose offspring a language model of the editor writes", () => {
  it("asks the window that offered, and counts what it cost", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const asked = await offerModel(client);
    const { id } = await client.request("search/start", { spec });
    const { summary } = await reached(client, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
    assert.equal(summary.llm.calls, asked.length);
    assert.equal(summary.llm.inputTokens, 100 * asked.length);
    assert.deepEqual(summary.llm.faults, {});
  });

  it("goes on with classical operators while no window is attached, and never stalls", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec });
    const { summary } = await reached(client, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
    assert.ok(summary.llm.faults["editor-away"]);
    assert.equal(summary.llm.inputTokens, 0);
  });

  it("survives a window that goes away in the middle of an answer, and asks the next one", async (t) => {
    const kit = await RunnerKit.create(t);
    const watcher = await kit.connect();
    const leaving = await kit.connect();
    leaving.onRequest("llm/chat", async ({ ticket }) => {
      await leaving.tell("llm/text", { ticket, text: "[0.4, 0.4," });
      leaving.close();
      return new Promise(() => {});
    });
    await leaving.request("llm/offer", {});
    const { id } = await watcher.request("search/start", { spec: endlessSearch({ llm: spec.llm }) });
    await leaving.closed;
    const asked = await offerModel(watcher);
    await until("the next window was asked", () => asked.length > 0 || undefined);
    await watcher.request("search/stop", { id });
    const { summary } = await reached(watcher, id, "stopped", "failed");
    assert.equal(summary.state, "stopped", summary.status);
    assert.ok(summary.llm.faults["lm-failed"]);
  });

  it("tells what the editor says against a call", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    client.onRequest("llm/chat", () => {
      throw new UserError("lm-no-permission", "The person said no.");
    });
    await client.request("llm/offer", {});
    const { id } = await client.request("search/start", { spec });
    const { summary } = await reached(client, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
    assert.ok(summary.llm.faults["lm-no-permission"]);
  });
});
