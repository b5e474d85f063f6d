import type { WebviewTheme } from "./webview-themes.ts";

/** What the harness lends a page in VS Code's place. */
export interface StandIn {
  /** Theme and kept state to begin with. */
  readonly start: { readonly theme: WebviewTheme; readonly saved: unknown };
  /** Resolves when what the host answers at once has been told. */
  post(message: unknown): Promise<void>;
  save(state: unknown): void;
}
