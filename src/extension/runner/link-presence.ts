import { messageOf, UserError } from "../../base/errors.ts";
import { SilentRunner } from "../../protocol/client/silent-runner.ts";
import type { Presence } from "./link.ts";

/** None was found where none was before: why the last one has gone stays known. */
export function withoutRunner(before: Presence): Presence {
  return before.kind === "gone" ? before : { kind: "absent" };
}

/** Where no runner may be started, nothing has become of one: whoever asked is told. */
export function isRefusal(error: unknown): boolean {
  return error instanceof UserError && error.code === "workspace-untrusted";
}

/** How a window stands with a runner that could not be connected to, or not be ended. */
export function presenceAfter(error: unknown, before: Presence): Presence {
  if (error instanceof SilentRunner) return unresponsive(error, before);
  const isSkew = error instanceof UserError && error.code === "runner-version";
  return { kind: isSkew ? "skew" : "gone", reason: messageOf(error) };
}

/** Asked again and again, it has been silent since the first question that it left open. */
function unresponsive({ pid, since }: SilentRunner, before: Presence): Presence {
  if (before.kind === "unresponsive" && before.pid === pid) return before;
  return { kind: "unresponsive", pid, since, welcome: undefined };
}
