import { ResponseError } from "vscode-jsonrpc/node";
import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import type { ReverseRequestMap } from "../protocol/runner.ts";
import type { EditorClient } from "./editor-chats.ts";

const Tokens = z.int().min(0).optional();
const Spent = z.object({ inputTokens: Tokens, outputTokens: Tokens });
const ErrorData = z.object({ code: z.string().regex(/^lm-[a-z-]{1,40}$/) });

type Ask = (params: ReverseRequestMap["llm/chat"]["params"], signal: AbortSignal) => Promise<unknown>;

/** A client as one who answers chats: what it says is checked, and its errors become ours. */
export function editorClient(ask: Ask): EditorClient {
  return {
    async chat(params, signal) {
      try {
        const { inputTokens, outputTokens } = Spent.parse(await ask(params, signal));
        return {
          ...(inputTokens !== undefined && { inputTokens }),
          ...(outputTokens !== undefined && { outputTokens }),
        };
      } catch (error) {
        throw wordedError(error);
      }
    },
  };
}

function wordedError(error: unknown): UserError {
  const told = error instanceof ResponseError ? ErrorData.safeParse(error.data) : undefined;
  if (told?.success) return new UserError(told.data.code, messageOf(error));
  return new UserError("lm-failed", `VS Code's language model gave no answer: ${messageOf(error)}`);
}
