import type { Locator, Page } from "playwright-core";

/** A question that must be answered before anything else. */
export class Dialog {
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator(".monaco-dialog-box");
  }

  async answer(button: string): Promise<void> {
    await this.box.getByRole("button", { name: button }).click();
  }
}
