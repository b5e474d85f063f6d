import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";
import type { ReverseRequestMap } from "../../protocol/runner.ts";

type Chat = ReverseRequestMap["llm/chat"];

/**
 * Lets a language model of VS Code answer a chat of the runner.
 *
 * @param onText is called with the answer's text as it is written
 * @throws UserError `lm-not-found`, `lm-no-permission`, `lm-blocked` or `lm-failed`
 */
export async function answerChat(
  { vendor, model, messages }: Chat["params"],
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<Chat["result"]> {
  const [chat] = await vscode.lm.selectChatModels({ vendor, id: model });
  if (!chat) throw new UserError("lm-not-found", `VS Code has no language model ${model} of ${vendor} any more.`);
  const cancellation = new vscode.CancellationTokenSource();
  signal.addEventListener("abort", () => cancellation.cancel(), { once: true });
  try {
    // VS Code's models take no system message: it goes first, as the user's.
    const said = messages.map(({ content }) => vscode.LanguageModelChatMessage.User(content));
    const options = { justification: "Self-Pruner lets this model write pruning rates for a search that you started." };
    const response = await chat.sendRequest(said, options, cancellation.token);
    for await (const text of response.text) onText(text);
    // VS Code tells no token counts; the runner estimates them and says so.
    return {};
  } catch (error) {
    throw wordedError(error, model);
  } finally {
    cancellation.dispose();
  }
}

const codes: Readonly<Record<string, string>> = {
  NotFound: "lm-not-found",
  NoPermissions: "lm-no-permission",
  Blocked: "lm-blocked",
};

function wordedError(error: unknown, model: string): UserError {
  const kind = error instanceof vscode.LanguageModelError ? error.code : "";
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(codes[kind] ?? "lm-failed", `The language model ${model} gave no answer: ${reason}`);
}
