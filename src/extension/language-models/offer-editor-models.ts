import * as vscode from "vscode";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import { answerChat } from "./answer-chat.ts";
import { serveChats } from "./serve-chats.ts";

/**
 * Lets the runner ask VS Code's language models over every new connection; to be called with each. Of several windows
 * the one that a person looked at last is asked, for it may have to show a question of VS Code.
 */
export function offerEditorModels(log: vscode.LogOutputChannel): (client: RunnerClient) => void {
  return (client) => {
    const offer = serveChats(client, answerChat, (problem) => log.warn(problem));
    const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) offer();
    });
    void client.closed.then(() => focus.dispose());
  };
}
