import * as vscode from "vscode";
import { messageOf, UserError } from "../../base/errors.ts";
import { within } from "../../base/within.ts";
import type { AnswerChat } from "./serve-chats.ts";
import { StartsInTurn } from "./starts-in-turn.ts";

/**
 * Lets a language model of VS Code answer a chat of the runner.
 * @throws UserError `lm-not-found`, `lm-no-permission`, `lm-blocked` or `lm-failed`
 */
export const answerChat: AnswerChat = async ({ vendor, model, messages }, onText, signal) => {
  const cancellation = cancelledBy(signal);
  try {
    const [chat] = await vscode.lm.selectChatModels({ vendor, id: model });
    if (!chat) throw vscode.LanguageModelError.NotFound("VS Code does not know it any more.");
    // VS Code's models take no system message: it goes first, as the user's.
    const said = messages.map(({ content }) => vscode.LanguageModelChatMessage.User(content));
    const send = () => chat.sendRequest(said, { justification: JUSTIFICATION }, cancellation.token);
    const response = await starts.take(vendor, send, signal);
    let answer = "";
    for await (const text of response.text) {
      answer += text;
      onText(text);
    }
    return (await within(tokensOf(chat, said, answer), COUNT_LIMIT, signal)) ?? {};
  } catch (error) {
    throw wordedError(error, model);
  } finally {
    cancellation.dispose();
  }
};

/** A person allows the models of a vendor together. */
const starts = new StartsInTurn();

const JUSTIFICATION = "Self-Pruner lets this model write pruning rates for a search that you started.";
/** Milliseconds for counting tokens, which some models do by a request: the answer that is there must not wait for it. */
const COUNT_LIMIT = 5000;

function cancelledBy(signal: AbortSignal): vscode.CancellationTokenSource {
  const cancellation = new vscode.CancellationTokenSource();
  if (signal.aborted) cancellation.cancel();
  else signal.addEventListener("abort", () => cancellation.cancel(), { once: true });
  return cancellation;
}

/** As the model counts them. VS Code does not tell what a request cost; where it cannot count, the runner estimates. */
async function tokensOf(
  chat: vscode.LanguageModelChat,
  said: readonly vscode.LanguageModelChatMessage[],
  answer: string,
): Promise<{ inputTokens?: number; outputTokens?: number }> {
  try {
    const inputs = await Promise.all(said.map((message) => chat.countTokens(message)));
    return {
      inputTokens: inputs.reduce((sum, tokens) => sum + tokens, 0),
      outputTokens: await chat.countTokens(answer),
    };
  } catch {
    return {};
  }
}

/** What VS Code says against a call, by its code, and the way out. */
const refusals: Readonly<Record<string, { readonly code: string; readonly way: string }>> = {
  NotFound: { code: "lm-not-found", way: "" },
  NoPermissions: {
    code: "lm-no-permission",
    way: " Classical operators write the offspring; stop and resume the search to be asked again.",
  },
  Blocked: { code: "lm-blocked", way: "" },
};

function wordedError(error: unknown, model: string): UserError {
  const kind = error instanceof vscode.LanguageModelError ? error.code : "";
  const { code, way } = refusals[kind] ?? { code: "lm-failed", way: "" };
  const message = messageOf(error).replace(/\.?$/, ".");
  return new UserError(code, `The language model ${model} gave no answer: ${message}${way}`);
}
