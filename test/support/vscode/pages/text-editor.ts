import type { Locator, Page } from "playwright-core";
import type { QuickInput } from "./quick-input.ts";

/** The text editor that shows a file: its lines, squiggles, lenses and bars. */
export class TextEditor {
  readonly #page: Page;
  readonly #root: Locator;

  /** @param name of the file */
  private constructor(page: Page, name: string) {
    this.#page = page;
    this.#root = page.locator(".editor-instance").filter({
      has: page.locator(`.monaco-editor[data-uri$='/${name}']`),
    });
  }

  /** Opens a file of the workspace as a person does. */
  static async open(page: Page, quickInput: QuickInput, name: string): Promise<TextEditor> {
    await page.keyboard.press("Control+p");
    await quickInput.box.fill(name);
    await quickInput.row(name).first().waitFor();
    await quickInput.accept();
    const editor = new TextEditor(page, name);
    await editor.lines.first().waitFor();
    return editor;
  }

  get lines(): Locator {
    return this.#root.locator(".view-line");
  }

  line(text: string | RegExp): Locator {
    return this.lines.filter({ hasText: text });
  }

  /** The number of the line that the cursor is in. */
  activeLine(number: number): Locator {
    return this.#root.locator(".line-numbers.active-line-number").getByText(String(number), { exact: true });
  }

  get squiggles(): Locator {
    return this.#root.locator(".squiggly-error");
  }

  lens(title: string | RegExp): Locator {
    return this.#root.locator(".codelens-decoration a").filter({ hasText: title });
  }

  /** What is written. */
  async text(): Promise<string> {
    const lines = await this.lines.evaluateAll((all) =>
      all.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" })),
    );
    return lines
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text.replaceAll("\u00a0", " ").replaceAll("\u200b", ""))
      .join("\n");
  }

  /** Widths of the bars in the text, in pixels. */
  async bars(): Promise<number[]> {
    const widths = await this.lines
      .locator("span[class*='ced-']")
      .evaluateAll((all) =>
        all.map((span) => span.ownerDocument.defaultView?.getComputedStyle(span, "::before").width ?? ""),
      );
    return widths.map(Number.parseFloat).filter(Number.isFinite);
  }

  /** Puts the cursor at the end of a line. */
  async goToEnd(line: string | RegExp): Promise<void> {
    await this.line(line).first().click();
    await this.#page.keyboard.press("End");
  }

  /** Takes one of the light bulb's offers for the place of the cursor. */
  async fix(title: string): Promise<void> {
    await this.#page.keyboard.press("Control+.");
    await this.#page.locator(".action-widget .monaco-list-row").filter({ hasText: title }).first().click();
  }
}
