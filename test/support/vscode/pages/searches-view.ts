import type { Locator, Page } from "playwright-core";
import { until } from "../../runner-kit.ts";

/** Milliseconds after which a click is taken to have hidden what it was to show. */
const SHOWN = 5000;

/** The tree of searches in the side bar. */
export class SearchesView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Shows it, if the side bar shows something else. A window that has just been loaded may be about to show it by itself, and
   * then a click hides it; so it is looked at again.
   */
  async open(): Promise<void> {
    await until("the searches are shown", () => this.#tryToOpen());
  }

  async #tryToOpen(): Promise<true | undefined> {
    if (await this.#pane.isVisible()) return true;
    // The badge, which is as large as the icon, lies over it and hands the click on.
    await this.#activity.click({ force: true });
    return this.#pane.waitFor({ timeout: SHOWN }).then(
      () => true,
      () => undefined,
    );
  }

  get #pane(): Locator {
    return this.#page.locator(".part.sidebar .composite.title", { hasText: "Self-Pruner" });
  }

  get #activity(): Locator {
    return this.#page.locator(".activitybar .action-label[aria-label^='Self-Pruner']");
  }

  /** The number on the icon in the activity bar. */
  get badge(): Locator {
    return this.#page.locator(".activitybar .action-item", { has: this.#activity }).locator(".badge-content");
  }

  get rows(): Locator {
    return this.#page.locator(".part.sidebar").getByRole("treeitem");
  }

  /** What is there instead of rows. */
  get welcome(): Locator {
    return this.#page.locator(".part.sidebar .welcome-view-content");
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Presses a button that a row shows under the pointer. */
  async press(row: Locator, action: string): Promise<void> {
    await row.hover();
    await row.locator(`.action-label[aria-label^='${action}']`).click();
  }

  /** Chooses from a row's context menu. */
  async chooseFromMenu(row: Locator, action: string): Promise<void> {
    await row.click({ button: "right" });
    await this.#page.locator(".monaco-menu .action-label", { hasText: action }).first().click();
  }
}
