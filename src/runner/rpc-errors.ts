import { ErrorCodes, ResponseError } from "vscode-jsonrpc/node";
import { ZodError, z } from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import { RpcErrorCode } from "../protocol/runner.ts";
import { worded } from "../runs/database-errors.ts";

/** What a client is told besides the sentence. */
export interface ErrorData {
  readonly code: string;
  readonly hint: string | undefined;
}

/** Thrown through a request's handler to answer it with a code of the application. */
export type RpcError = ResponseError<ErrorData>;

/** An application error: its number on the wire, the code programs compare, the sentence and the way out. */
export function rpcError(number: number, code: string, message: string, hint?: string): RpcError {
  return new ResponseError<ErrorData>(number, message, { code, hint });
}

/**
 * What a client is told of anything that was thrown: a UserError as it is worded, wrong parameters with their place,
 * a cancellation as such. The rest is a defect: its message is told, its stack stays in the log.
 */
export function responseError(error: unknown): ResponseError<ErrorData | undefined> {
  if (error instanceof ResponseError) return error;
  const thrown = worded(error);
  if (thrown instanceof UserError) return rpcError(RpcErrorCode.user, thrown.code, thrown.message, thrown.hint);
  if (thrown instanceof ZodError) {
    return rpcError(RpcErrorCode.user, "invalid-params", `The request is not as it should be: ${firstIssue(thrown)}.`);
  }
  if (thrown instanceof Error && thrown.name === "AbortError") {
    return rpcError(RpcErrorCode.cancelled, "cancelled", "The request was cancelled.");
  }
  return new ResponseError(ErrorCodes.InternalError, `The runner failed: ${messageOf(thrown)}`);
}

/** True for what was worded for people, false for a defect that belongs into the log. */
export function isExpected(thrown: unknown): boolean {
  return responseError(thrown).code !== ErrorCodes.InternalError;
}

function firstIssue(error: ZodError): string {
  return z
    .prettifyError(new ZodError(error.issues.slice(0, 1)))
    .replace(/^✖ /, "")
    .replace(/\s*\n\s*→ /, " ");
}
