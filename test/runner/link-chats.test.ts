import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AnswerChat, serveChats } from "../../src/extension/language-models/serve-chats.ts";
import { LinkKit, untilPresence } from "../support/link-kit.ts";
import { answerTo } from "../support/llm-answers.ts";
import { kill, smallSearch, until } from "../support/runner-kit.ts";

const spec = smallSearch({ llm: { provider: "editor", vendor: "acme", model: "m1", timeout: 60 } });

describe("a window that offers its language models with every connection", () => {
  it("answers the searches of the runner, and of the one that comes after it", async (t) => {
    const kit = await LinkKit.create(t);
    let asked = 0;
    /** Letter by letter, as fast as it goes: what arrives must be whole and in order all the same. */
    const answer: AnswerChat = async ({ messages }, onText) => {
      asked++;
      for (const letter of answerTo(messages.map(({ content }) => content).join("\n"), "good", false)) onText(letter);
      return { inputTokens: 100, outputTokens: 50 };
    };
    const link = kit.link({ onAttached: (client) => void serveChats(client, answer, assert.fail) });
    for (const round of [1, 2]) {
      const before = asked;
      const { id } = await link.request("search/start", { spec });
      const { summary } = await until("the search has ended", async () => {
        const detail = await link.request("search/get", { id });
        return ["finished", "failed"].includes(detail.summary.state) ? detail : undefined;
      });
      assert.equal(summary.state, "finished", summary.status);
      assert.deepEqual(summary.llm.faults, {}, `round ${round}`);
      assert.equal(summary.llm.calls, asked - before);
      assert.ok(summary.llm.calls > 0);
      kill((await untilPresence(link, "attached")).welcome.pid);
      await untilPresence(link, "gone");
    }
  });
});
