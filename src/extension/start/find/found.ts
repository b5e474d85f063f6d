/** Where a model folder or a text was found: the heading it stands under. */
export type Source = "Recent" | "Workspace" | "Hugging Face cache" | "Sample";

/** A model folder or a text that can be chosen. */
export interface Found {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly source: Source;
}
