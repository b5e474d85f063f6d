import type { Locator, Page } from "playwright-core";

/** The messages that slide in at the bottom right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  with(text: string | RegExp): Locator {
    return this.#page.locator(".notifications-toasts .notification-list-item").filter({ hasText: text });
  }

  /** Presses one of the buttons of a message. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.with(text).getByRole("button", { name: button }).click();
  }
}
