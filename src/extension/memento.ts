/** Where values are kept over sessions: the part of `vscode.Memento` that is used, for code that is tested without an editor. */
export interface Memento {
  get(name: string): unknown;
  update(name: string, value: unknown): PromiseLike<void>;
}
