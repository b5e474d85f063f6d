import { CommanderError } from "commander";
import { messageOf, UserError } from "../base/errors.ts";

/**
 * What a person reads of an error: one sentence and the way out.
 * @param debug adds the stack, causes included
 */
export function failureText(thrown: unknown, debug: boolean): string {
  const hint = thrown instanceof UserError ? thrown.hint : undefined;
  const lines = [`error: ${messageOf(thrown)}`, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  if (debug && thrown instanceof Error) lines.push(stackOf(thrown));
  return lines.join("\n");
}

/** The same for `--json`. */
export function failureRecord(thrown: unknown): Record<string, unknown> {
  const { code, hint = undefined } =
    thrown instanceof UserError ? thrown : { code: thrown instanceof CommanderError ? "usage" : "internal" };
  return { type: "error", code, message: messageOf(thrown), hint };
}

function stackOf(error: Error): string {
  const stack = error.stack ?? "";
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
