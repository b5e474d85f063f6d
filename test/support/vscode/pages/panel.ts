import type { FrameLocator, Locator, Page } from "playwright-core";

/** The panel of a search that is in front: a document of its own, two frames deep. */
export class Panel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get document(): FrameLocator {
    return this.#page.frameLocator("iframe.webview.ready >> visible=true").frameLocator("iframe#active-frame");
  }

  tab(title: string | RegExp): Locator {
    return this.#page.locator(".part.editor").getByRole("tab", { name: title });
  }
}
