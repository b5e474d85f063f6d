import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { UserError } from "../base/errors.ts";
import { PRODUCT_VERSION } from "../protocol/version.ts";
import type { CheckedRateFile } from "../ratefile/check.ts";
import { positionsOf } from "../ratefile/position.ts";
import { type Problem, type ProblemCode, problemSeverities, type Severity } from "../ratefile/problem.ts";
import type { CheckOutcome } from "./check-file.ts";

const levels: Record<Severity, "error" | "warning" | "note"> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

const codes = Object.keys(problemSeverities) as ProblemCode[];

/** What notifications are about: files that could not be read. They are no results, for nothing is known of their rates. */
const UNREADABLE = "file-unreadable";

/**
 * The problems of files as a SARIF 2.1.0 log (OASIS), which code scanning services take in. A file that could not be read
 * is told as a notification of the invocation (§3.20.21 and §3.58 of the standard), which then was not successful.
 */
export function sarifLog(outcomes: readonly CheckOutcome[]): object {
  const notifications = outcomes.flatMap(({ file, failure }) => (failure ? [notificationOf(file, failure)] : []));
  const rules = codes.map((id) => ({ id, defaultConfiguration: { level: levels[problemSeverities[id]] } }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "self-pruner", semanticVersion: PRODUCT_VERSION, rules, notifications: [{ id: UNREADABLE }] },
        },
        invocations: [{ executionSuccessful: notifications.length === 0, toolExecutionNotifications: notifications }],
        columnKind: "utf16CodeUnits",
        results: outcomes.flatMap(({ checked }) => (checked ? resultsOf(checked) : [])),
      },
    ],
  };
}

function notificationOf(file: string, { message }: UserError): object {
  return {
    descriptor: { id: UNREADABLE, index: 0 },
    level: "error",
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  };
}

function resultsOf({ path, text, problems }: CheckedRateFile): object[] {
  const positionAt = positionsOf(text);
  const artifactLocation = { uri: uriOf(path) };
  return problems.map(({ code, severity, message, range }: Problem) => {
    const start = positionAt(range.start);
    const end = positionAt(range.end);
    const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: levels[severity],
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation, region } }],
    };
  });
}

/** A relative path stays one, so that the log fits a checkout elsewhere. */
function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(sep).map(encodeURIComponent).join("/");
}
