import type { WebviewTheme } from "./webview-themes.ts";

/** What the harness lends a page in VS Code's place. */
export interface StandIn {
  /** Theme and kept state to begin with. */
  readonly start: { readonly theme: WebviewTheme; readonly saved: unknown };
  post(message: unknown): void;
  save(state: unknown): void;
}
