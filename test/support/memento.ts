/** `vscode.Memento` in memory: like VS Code's, it keeps JSON. */
export class MemoryMemento {
  readonly #values = new Map<string, string>();

  get(name: string): unknown {
    const value = this.#values.get(name);
    return value === undefined ? undefined : JSON.parse(value);
  }

  async update(name: string, value: unknown): Promise<void> {
    this.#values.set(name, JSON.stringify(value));
  }

  /** Everything that is kept, as one text. */
  get text(): string {
    return [...this.#values.values()].join("\n");
  }
}
