/** An extension that brings language models, as Copilot does. They answer like the other tests' LLM, as their ids say. */
import * as vscode from "vscode";
import { answerTo } from "../../llm-answers.ts";

const ids = [
  "good",
  /** The same, but the person is asked whether another extension may use it. */
  "guarded",
  "prose",
  /** Throws as Copilot does when the month's requests are used up. */
  "quota",
  /** Says half of an answer, and then nothing more until it is told to stop. */
  "silent",
] as const;
type Id = (typeof ids)[number];

/** What the tests are told of the models, as the exports of the extension. */
export interface ModelLog {
  /** Chats in which there was nothing more to come. */
  silences: number;
  /** Those of them that were cancelled. */
  cancelled: number;
}

interface Message {
  readonly content: readonly unknown[];
}

interface Model {
  readonly id: Id;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: Readonly<Record<string, never>>;
  readonly requiresAuthorization?: true;
}

/** As VS Code 1.104 and newer take it; this project is built with the types of an older one. */
interface Provider {
  provideLanguageModelChatInformation(): readonly Model[];
  provideLanguageModelChatResponse(
    model: Model,
    messages: readonly Message[],
    options: unknown,
    progress: vscode.Progress<vscode.LanguageModelTextPart>,
    token: vscode.CancellationToken,
  ): Promise<void>;
  provideTokenCount(model: Model, text: string | Message): Promise<number>;
}

export function activate(context: vscode.ExtensionContext): ModelLog {
  const log: ModelLog = { silences: 0, cancelled: 0 };
  const lm = vscode.lm as unknown as {
    registerLanguageModelChatProvider?: (vendor: string, provider: Provider) => vscode.Disposable;
  };
  const registration = lm.registerLanguageModelChatProvider?.("test", providerWith(log));
  if (registration) context.subscriptions.push(registration);
  return log;
}

function providerWith(log: ModelLog): Provider {
  return {
    provideLanguageModelChatInformation: () => ids.map(modelOf),
    async provideLanguageModelChatResponse({ id }, messages, _options, progress, token) {
      if (id === "quota") throw vscode.LanguageModelError.Blocked("The requests of this month are used up.");
      const answer = answerTo(messages.map(textOf).join("\n"), id === "prose" ? "prose" : "good", false);
      const said = id === "silent" ? answer.slice(0, answer.length / 2) : answer;
      for (let at = 0; at < said.length; at += 20) {
        progress.report(new vscode.LanguageModelTextPart(said.slice(at, at + 20)));
      }
      if (id !== "silent") return;
      log.silences++;
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      log.cancelled++;
    },
    provideTokenCount: async (_model, text) => Math.ceil((typeof text === "string" ? text : textOf(text)).length / 4),
  };
}

function modelOf(id: Id): Model {
  const sizes = { maxInputTokens: 100_000, maxOutputTokens: 100_000 };
  const model = { id, name: `Test ${id}`, family: "test", version: "1", ...sizes, capabilities: {} };
  return id === "guarded" ? { ...model, requiresAuthorization: true } : model;
}

function textOf({ content }: Message): string {
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
}
