import * as vscode from "vscode";
import { messageOf, UserError } from "../../base/errors.ts";
import type { AnswerChat } from "./serve-chats.ts";

/**
 * Lets a language model of VS Code answer a chat of the runner.
 * @throws UserError `lm-not-found`, `lm-no-permission`, `lm-blocked` or `lm-failed`
 */
export const answerChat: AnswerChat = async ({ vendor, model, messages }, onText, signal) => {
  const [chat] = await vscode.lm.selectChatModels({ vendor, id: model });
  if (!chat) throw new UserError("lm-not-found", `VS Code has no language model ${model} of ${vendor} any more.`);
  const cancellation = cancelledBy(signal);
  try {
    // VS Code's models take no system message: it goes first, as the user's.
    const said = messages.map(({ content }) => vscode.LanguageModelChatMessage.User(content));
    const response = await chat.sendRequest(said, { justification: JUSTIFICATION }, cancellation.token);
    let answer = "";
    for await (const text of response.text) {
      answer += text;
      onText(text);
    }
    return await tokensOf(chat, said, answer);
  } catch (error) {
    throw wordedError(error, model);
  } finally {
    cancellation.dispose();
  }
};

const JUSTIFICATION = "Self-Pruner lets this model write pruning rates for a search that you started.";

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

const codes: Readonly<Record<string, string>> = {
  NotFound: "lm-not-found",
  NoPermissions: "lm-no-permission",
  Blocked: "lm-blocked",
};

function wordedError(error: unknown, model: string): UserError {
  const kind = error instanceof vscode.LanguageModelError ? error.code : "";
  return new UserError(codes[kind] ?? "lm-failed", `The language model ${model} gave no answer: ${messageOf(error)}`);
}
