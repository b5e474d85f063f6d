import * as vscode from "vscode";
import { UserError } from "../base/errors.ts";
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

/** A command that runs a model. Lenses, keys and panels call commands whatever their `enablement` says. */
export function inTrustedWorkspace(run: CommandHandler): CommandHandler {
  return (...parameters) => {
    if (vscode.workspace.isTrusted) return run(...parameters);
    const message = "Searches and evaluations run only in a trusted workspace.";
    throw new UserError("workspace-untrusted", message, "Trust this workspace first.");
  };
}
