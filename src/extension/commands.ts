import * as vscode from "vscode";
import type { ErrorReporter } from "./errors.ts";

/** What commands are called with: an item of the tree, a file, or nothing from the palette. */
export type CommandHandler = (...parameters: readonly unknown[]) => unknown;

/** Registers commands; what one throws is shown to the person who called it. */
export function registerCommands(
  errors: ErrorReporter,
  commands: Readonly<Record<`selfPruner.${string}`, CommandHandler>>,
): vscode.Disposable {
  const registrations = Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, (...parameters: unknown[]) => errors.guard(() => run(...parameters))),
  );
  return vscode.Disposable.from(...registrations);
}
