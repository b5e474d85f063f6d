/**
 * Sees and answers what the extension asks of VS Code. Tests and extension are handed the same objects of the API, so what
 * is replaced here is replaced for both.
 */
import * as vscode from "vscode";
import { PATIENCE } from "../../support/patience.ts";

/**
 * Keeps what is handed to a function of `vscode.window` and what it returns, from now on.
 * @param meet sees each result before the extension does
 */
export function recorded<Name extends "createTreeView" | "createWebviewPanel">(
  name: Name,
  meet: (result: unknown) => void = () => {},
): readonly { readonly parameters: readonly unknown[]; readonly result: unknown }[] {
  const calls: { parameters: readonly unknown[]; result: unknown }[] = [];
  const window = vscode.window as unknown as Record<Name, (...parameters: unknown[]) => unknown>;
  const original = window[name];
  window[name] = (...parameters) => {
    const result = original(...parameters);
    meet(result);
    calls.push({ parameters, result });
    return result;
  };
  return calls;
}

type Question = "showQuickPick" | "showInputBox" | "showWarningMessage" | "showErrorMessage";

/** Answers the questions of one kind while something is done, instead of a person. @returns what was asked */
export async function answered(
  question: Question,
  answer: (...parameters: readonly unknown[]) => unknown,
  act: () => PromiseLike<unknown>,
): Promise<readonly unknown[][]> {
  const asked: unknown[][] = [];
  const window = vscode.window as unknown as Record<Question, unknown>;
  const original = window[question];
  window[question] = async (...parameters: unknown[]) => {
    asked.push(parameters);
    // Choices may be promised.
    return answer(...(await Promise.all(parameters)));
  };
  try {
    await act();
  } finally {
    window[question] = original;
  }
  return asked;
}

/** The commands that the extension runs while something is done. */
export async function commandsOf(act: (commands: readonly string[]) => Promise<void>): Promise<readonly string[]> {
  const commands: string[] = [];
  const all = vscode.commands as { executeCommand: (command: string, ...parameters: unknown[]) => Thenable<unknown> };
  const original = all.executeCommand;
  all.executeCommand = (command, ...parameters) => {
    if (command !== "setContext") commands.push(command);
    return original(command, ...parameters);
  };
  try {
    await act(commands);
  } finally {
    all.executeCommand = original;
  }
  return commands;
}

/** Waits until `look` finds something. */
export async function until<T>(what: string, look: () => PromiseLike<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain until ${what}`);
}
