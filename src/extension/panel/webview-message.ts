import * as z from "zod";
import type { PanelState, WebviewMessage } from "../../protocol/webview.ts";

/** Longer than any picture or table of a panel; shorter than what would exhaust the extension host. */
const MOST_CONTENT = 64 * 1024 * 1024;

const Id = z.string().min(1).max(100);
const Index = z.int().min(0);
const Ids = z.array(Id).min(1).max(32);
const Width = z.int().min(1).max(100_000);
const Ref = z.strictObject({ search: Id, candidate: Index });

const Action = z.enum([
  "pause",
  "resume",
  "stop",
  "saveRates",
  "copyRates",
  "compare",
  "startSample",
  "startSearch",
  "showRunners",
  "showLog",
]);

const Message = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready"), searches: Ids, width: Width }),
  z.strictObject({ type: z.literal("resync"), id: Id, width: Width }),
  z.strictObject({ type: z.literal("selected"), selected: Ref }),
  z.strictObject({ type: z.literal("hovered"), hovered: Ref.optional() }),
  z.strictObject({ type: z.literal("askCandidate"), ref: Ref }),
  z.strictObject({ type: z.literal("askCall"), search: Id, ordinal: Index }),
  z.strictObject({ type: z.literal("act"), action: Action, search: Id, candidate: Index.optional() }),
  z.strictObject({
    type: z.literal("export"),
    name: z.string().min(1).max(200),
    kind: z.enum(["png", "csv", "json"]),
    content: z.string().max(MOST_CONTENT),
  }),
  z.strictObject({ type: z.literal("error"), text: z.string().max(10_000) }),
]);

const State = z.object({
  searches: Ids,
  selected: Ref.optional().catch(undefined),
  part: z.enum(["layer", "attention", "mlp"]).optional().catch(undefined),
  pace: z.enum(["evaluation", "share"]).optional().catch(undefined),
  scroll: z.number().min(0).optional().catch(undefined),
  tables: z.array(z.string().max(100)).max(100).optional().catch(undefined),
});

/** What a webview sent, if it is a message of ours: a webview is untrusted. */
export function readWebviewMessage(message: unknown): WebviewMessage | undefined {
  // zod tells an absent candidate from an undefined one as our types do, but its own types do not say so.
  return Message.safeParse(message).data as WebviewMessage | undefined;
}

/** The state of a panel as VS Code kept it over a reload; undefined when it names no search. */
export function readPanelState(state: unknown): PanelState | undefined {
  return State.safeParse(state).data;
}
