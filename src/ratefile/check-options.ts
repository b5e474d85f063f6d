/** What of the checks can be chosen. */
export interface CheckOptions {
  /** Say so when the first or last layers are cut deeper than their neighbours (the default). */
  readonly edgeHints?: boolean | undefined;
}
