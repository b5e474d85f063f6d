import type { EditorChat } from "../llm/editor-caller.ts";
import type { LlmCallRecord } from "../llm/journal.ts";
import type { RunDatabase } from "../runs/run-database.ts";
import type { Log } from "./log.ts";
import type { Secrets } from "./secrets.ts";

/** What the parts of the runner share. */
export interface RunnerContext {
  readonly database: RunDatabase<LlmCallRecord>;
  readonly secrets: Secrets;
  readonly log: Log;
  /** The way to the language models of an attached editor. */
  readonly editorChat: EditorChat;
  /** A search has a new event. */
  readonly onEvent: (search: string) => void;
  /** The state or status of a search changed, or it vanished. */
  readonly onChange: (search: string) => void;
  /** Tokens were forwarded through a model. */
  readonly onTokens: (tokens: number) => void;
}
