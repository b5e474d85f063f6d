#!/usr/bin/env node
import { CommanderError } from "commander";
import { UserError } from "../base/errors.ts";
import { ExitCode } from "./exit-codes.ts";
import { failureRecord, failureText } from "./failure.ts";
import { printJson, printNote } from "./output.ts";
import { createProgram } from "./program.ts";
import { isRightNode, runOnPinnedNode } from "./right-node.ts";

// `self-pruner runs | head`: who stops reading is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  if (isRightNode()) await createProgram().parseAsync();
  else process.exitCode = runOnPinnedNode();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
  if (process.exitCode !== ExitCode.ok && process.argv.includes("--json")) printJson(failureRecord(thrown));
  if (!(thrown instanceof CommanderError)) {
    printNote(failureText(thrown, process.env["SELF_PRUNER_DEBUG"] === "1"));
  }
}

/** Commander has printed its own errors already; its help and version are no errors. */
function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (thrown instanceof Error && thrown.name === "AbortError") return ExitCode.interrupted;
  if (thrown instanceof UserError && thrown.code === "cancelled") return ExitCode.interrupted;
  if (thrown instanceof UserError && thrown.code.startsWith("option-")) return ExitCode.usage;
  return ExitCode.userError;
}
