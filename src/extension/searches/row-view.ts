/** A line of a tree as it is shown, without an editor. */
export interface RowView {
  /** Unique in its tree, and the same for the same thing. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon, and a theme colour for it. */
  readonly icon: { readonly id: string; readonly color?: string | undefined };
  /** Markdown, what comes from models and servers escaped. */
  readonly tooltip: string;
  /** Words that the menus of package.json look for. */
  readonly contextValue: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly isExpandable: boolean;
}
