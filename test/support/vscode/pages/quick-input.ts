import type { Locator, Page } from "playwright-core";

/** The box at the top in which VS Code asks: the palette, quick picks, input boxes. */
export class QuickInput {
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#widget = page.locator(".quick-input-widget");
  }

  get box(): Locator {
    return this.#widget.locator("input:is([type='text'], [type='password'])");
  }

  get title(): Locator {
    return this.#widget.locator(".quick-input-title");
  }

  /** Whether it asks for a command. */
  async isPalette(): Promise<boolean> {
    return (await this.box.isVisible()) && (await this.box.inputValue()).startsWith(">");
  }

  /** What is wrong with the answer so far. */
  get message(): Locator {
    return this.#widget.locator(".quick-input-message");
  }

  /** The choices whose text holds all of `text`. */
  row(text: string | RegExp): Locator {
    return this.#widget.locator(".quick-input-list .monaco-list-row").filter({ hasText: text });
  }

  /** Writes into the box instead of what is there. */
  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /** Takes a choice. */
  async choose(text: string | RegExp): Promise<void> {
    await this.row(text).first().click();
  }

  /** Takes what is written. */
  async accept(): Promise<void> {
    await this.box.press("Enter");
  }

  async back(): Promise<void> {
    await this.#widget.getByRole("button", { name: "Back" }).click();
  }

  async cancel(): Promise<void> {
    await this.box.press("Escape");
  }
}
