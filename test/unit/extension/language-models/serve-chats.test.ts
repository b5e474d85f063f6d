import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { type AnswerChat, serveChats } from "../../../../src/extension/language-models/serve-chats.ts";
import type { RunnerClient } from "../../../../src/protocol/client/runner-client.ts";
import type { ReverseRequestMap } from "../../../../src/protocol/runner.ts";

type Chat = ReverseRequestMap["llm/chat"];

const chat: Chat["params"] = {
  ticket: "t1",
  vendor: "acme",
  model: "m1",
  messages: [{ role: "user", content: "Two rates, please." }],
};

/** A connection that notes what goes over it, in order. */
class FakeClient implements Pick<RunnerClient, "onRequest" | "request" | "tell"> {
  readonly said: string[] = [];
  refusal: Error | undefined;
  ask: (params: Chat["params"], signal: AbortSignal) => Promise<Chat["result"]> = () => assert.fail("not served");

  onRequest: RunnerClient["onRequest"] = (name, answer) => {
    this.said.push(`serves ${name}`);
    this.ask = answer;
    return () => undefined;
  };

  request: RunnerClient["request"] = async (name) => {
    this.said.push(name);
    if (this.refusal) throw this.refusal;
    return {} as never;
  };

  tell: RunnerClient["tell"] = async (_name, { ticket, text }) => {
    this.said.push(`${ticket}: ${text}`);
  };
}

describe("chats that the runner asks for", () => {
  it("are served before they are offered", () => {
    const client = new FakeClient();
    serveChats(client, async () => ({}), assert.fail);
    assert.deepEqual(client.said, ["serves llm/chat", "llm/offer"]);
  });

  it("are answered with the whole text before the result", async () => {
    const client = new FakeClient();
    const answer: AnswerChat = async (asked, onText) => {
      assert.deepEqual(asked, chat);
      onText("[0.1, ");
      onText("0.2]");
      return { inputTokens: 7, outputTokens: 5 };
    };
    serveChats(client, answer, assert.fail);
    const result = await client.ask(chat, AbortSignal.abort());
    assert.deepEqual(client.said.slice(2), ["t1: [0.1, 0.2]"]);
    assert.deepEqual(result, { inputTokens: 7, outputTokens: 5 });
  });

  it("fail as the model words it, with the text so far", async () => {
    const client = new FakeClient();
    const answer: AnswerChat = async (_chat, onText) => {
      onText("[0.1");
      throw new UserError("lm-blocked", "The quota is used up.");
    };
    serveChats(client, answer, assert.fail);
    await assert.rejects(client.ask(chat, new AbortController().signal), { code: "lm-blocked" });
    assert.deepEqual(client.said.slice(2), ["t1: [0.1"]);
  });

  it("pass the runner's abort on to the model", async () => {
    const client = new FakeClient();
    const abort = new AbortController();
    const answer: AnswerChat = (_chat, _onText, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
    serveChats(client, answer, assert.fail);
    const asked = client.ask(chat, abort.signal);
    abort.abort();
    await assert.rejects(asked, /given up/);
  });

  it("are offered anew when that is asked for, and a refusal is logged", async () => {
    const client = new FakeClient();
    const logged: string[] = [];
    const offer = serveChats(
      client,
      async () => ({}),
      (problem) => logged.push(problem),
    );
    client.refusal = new Error("no such request");
    offer();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(client.said.slice(1), ["llm/offer", "llm/offer"]);
    assert.deepEqual(logged, ["The runner took no language models: no such request"]);
  });
});
