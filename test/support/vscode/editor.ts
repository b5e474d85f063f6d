import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import type { Page } from "playwright-core";
import { messageOf } from "../../../src/base/errors.ts";
import { PATIENCE } from "../patience.ts";
import { until } from "../runner-kit.ts";
import { findChromium, launchChromium, NO_CHROMIUM } from "./chromium.ts";
import { EditorPlace } from "./editor-place.ts";
import { areTabsKept } from "./kept-tabs.ts";
import { Dialog } from "./pages/dialog.ts";
import { Notifications } from "./pages/notifications.ts";
import { Panel } from "./pages/panel.ts";
import { QuickInput } from "./pages/quick-input.ts";
import { SearchesView } from "./pages/searches-view.ts";
import { installExtension, VscodeServer } from "./server.ts";
import { prepareServer } from "./server-files.ts";
import type { Settings } from "./settings.ts";
import { installWebviewWorker } from "./webview-worker.ts";
import { type WindowOptions, workbenchAddress } from "./workbench-address.ts";

const root = resolve(import.meta.dirname, "../../..");
/** Kept after the tests; git ignores it. */
const pictures = join(root, "test-results/e2e");
/** Milliseconds in which a command is there, if the window knows it already. */
const PALETTE = 3000;

export interface EditorOptions {
  /** Of the extension that is packaged and installed; without it, the one of the checkout runs. */
  readonly vsix?: string;
  readonly settings?: Settings;
  /** What is to be there before the window opens. */
  readonly prepare?: (place: EditorPlace) => Promise<void>;
  readonly size?: { readonly width: number; readonly height: number };
}

/** A real VS Code in a real browser, with the extension and a workspace of its own: what a person sees and does. */
export class Editor {
  readonly place: EditorPlace;
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly searches: SearchesView;
  readonly panel: Panel;
  readonly notifications: Notifications;
  readonly dialog: Dialog;

  private constructor(place: EditorPlace, page: Page) {
    this.place = place;
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.searches = new SearchesView(page);
    this.panel = new Panel(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
  }

  /** Opens an editor that is closed after the test. */
  static async open(t: TestContext, options: EditorOptions = {}): Promise<Editor> {
    const place = await EditorPlace.create(t, options.settings);
    const program = await prepareServer((text) => t.diagnostic(text));
    const { vsix, prepare, size: viewport = { width: 1280, height: 800 } } = options;
    await prepare?.(place);
    if (vsix !== undefined) await installExtension(program, place.server, vsix);
    const server = await VscodeServer.start({ program, folders: place.server, environment: place.environment });
    place.beforeRemoval(() => server.stop());
    const browser = await launchChromium();
    place.beforeRemoval(() => browser.close());
    const context = await browser.newContext({ viewport });
    await installWebviewWorker(context, server);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const editor = new Editor(place, page);
    place.beforeRemoval(() => editor.screenshot(`last of ${t.name}`));
    const developed: WindowOptions = vsix === undefined ? { developed: root } : {};
    await page.goto(workbenchAddress(server, { ...developed, workspace: place.workspace }));
    await editor.#untilReady();
    return editor;
  }

  /**
   * Runs a command of the palette by its title. Commands of extensions come some time after the window, and the palette
   * closes when something else takes the focus, so it is opened until the command is found.
   */
  async run(title: string): Promise<void> {
    await until(`the palette runs ${title}`, () =>
      this.#tryToRun(title).catch(async () => {
        await this.page.keyboard.press("Escape");
        return undefined;
      }),
    );
    // What is typed next is not meant for the palette.
    await until("the palette has closed", async () => !(await this.quickInput.isPalette()) || undefined);
  }

  async #tryToRun(title: string): Promise<true> {
    await this.page.keyboard.press("F1");
    await this.quickInput.box.fill(`>${title}`, { timeout: PALETTE });
    await this.quickInput.row(title).first().click({ timeout: PALETTE });
    return true;
  }

  /** Loads the window anew, as a person does who has seen its tabs for a while. */
  async reload(): Promise<void> {
    await until("the open tabs are kept", async () => (await areTabsKept(this.page)) || undefined);
    await this.page.reload();
    await this.#untilReady();
  }

  /** Keeps a picture of the window; what slides in or fades is at its end in it. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    const path = join(pictures, `${name.replaceAll(/[^\w.-]+/g, "-").toLowerCase()}.png`);
    await this.page.screenshot({ path, animations: "disabled" });
  }

  /** The status bar is filled when the extension host is up. */
  async #untilReady(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor();
  }
}

/** A test with an editor of its own; it is skipped where none can be opened. */
export function inEditor(
  act: (editor: Editor, t: TestContext) => Promise<void>,
  options: EditorOptions | ((t: TestContext) => EditorOptions) = {},
): (t: TestContext) => Promise<void> {
  return async (t) => {
    const missing = await editorMissing(t);
    if (missing) return t.skip(missing);
    await act(await Editor.open(t, typeof options === "function" ? options(t) : options), t);
  };
}

async function editorMissing(t: TestContext): Promise<string | undefined> {
  if (!findChromium()) return NO_CHROMIUM;
  return prepareServer((text) => t.diagnostic(text)).then(() => undefined, messageOf);
}
