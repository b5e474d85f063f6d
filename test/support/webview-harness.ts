import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { panelHtml } from "../../src/extension/panel/panel-html.ts";
import type { HostMessage, PanelState, WebviewMessage } from "../../src/protocol/webview.ts";
import type { StandIn } from "./webview-stand-in.ts";
import { darkModern, type WebviewTheme } from "./webview-themes.ts";

const repository = join(import.meta.dirname, "../..");
const CHROMIUMS = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium-headless-shell",
  "/usr/lib/chromium/chromium",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Milliseconds in which a panel must have said something. */
const PATIENCE = 20_000;

/** Why panels cannot be opened here; undefined when they can. */
export const noChromium = chromiumPath()
  ? undefined
  : "no Chromium on this machine: install one, or name one in CHROMIUM_PATH";

/** Answers what a panel asks, as the extension would. */
export type Answer = (message: WebviewMessage) => readonly HostMessage[];

/** How a panel is opened. */
export interface PanelOptions {
  readonly state: PanelState;
  readonly answer: Answer;
  readonly theme?: WebviewTheme;
  readonly width?: number;
  readonly height?: number;
  /** What VS Code kept of an earlier life of the panel. */
  readonly saved?: PanelState;
}

/** Serves the built panel as VS Code would, to a headless Chromium. */
export class WebviewHarness {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #files: ReadonlyMap<string, string>;
  readonly #pages = new Map<string, PanelState>();
  readonly #origin: string;

  private constructor(server: Server, browser: Browser, files: ReadonlyMap<string, string>) {
    this.#server = server;
    this.#browser = browser;
    this.#files = files;
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => this.#serve(request.url ?? "/", response));
  }

  static async start(): Promise<WebviewHarness> {
    const executablePath = chromiumPath();
    if (executablePath === undefined) throw new Error(noChromium);
    const files = await bundle();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
    return new WebviewHarness(server, browser, files);
  }

  async open({ state, answer, theme = darkModern, width = 1280, height = 900, saved }: PanelOptions): Promise<Panel> {
    const path = `/panel-${this.#pages.size + 1}.html`;
    this.#pages.set(path, state);
    const page = await this.#browser.newPage({ viewport: { width, height } });
    const panel = new Panel(page, answer);
    await panel.prepare({ theme, saved }, this.#files.get("/stand-in.js") ?? "");
    await page.goto(`${this.#origin}${path}`);
    return panel;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(url: string, response: ServerResponse): void {
    const state = this.#pages.get(url);
    const text = state ? this.#page(state) : this.#files.get(url);
    const type = url.endsWith(".css") ? "text/css" : url.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(text === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(text);
  }

  #page(state: PanelState): string {
    const [script, style] = [`${this.#origin}/panel.js`, `${this.#origin}/panel.css`];
    return panelHtml({ title: "Search", script, style, source: this.#origin, nonce: "bm9uY2U", state });
  }
}

/** One open panel: what it sent, and a way to tell it something. */
export class Panel {
  readonly page: Page;
  readonly sent: WebviewMessage[] = [];
  /** What the content security policy forbade, what could not be loaded, and what was thrown. */
  readonly complaints: string[] = [];
  readonly #answer: Answer;
  /** What the panel gave VS Code to keep. */
  saved: PanelState | undefined;

  constructor(page: Page, answer: Answer) {
    this.page = page;
    this.#answer = answer;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
  }

  /** Puts the stand-in for VS Code into the page, before any script of it runs. */
  async prepare(start: StandIn["start"], standIn: string): Promise<void> {
    await this.page.exposeFunction("harnessPost", (message: WebviewMessage) => this.#hear(message));
    await this.page.exposeFunction("harnessSave", (state: PanelState) => {
      this.saved = state;
    });
    const lent = `window.standIn = { start: ${JSON.stringify(start)}, post: harnessPost, save: harnessSave };`;
    await this.page.addInitScript({ content: `${lent}\n${standIn}` });
  }

  async tell(...messages: readonly HostMessage[]): Promise<void> {
    await this.#call("tell", messages);
  }

  async wear(theme: WebviewTheme): Promise<void> {
    await this.#call("wear", theme);
  }

  /** Waits until what was told is drawn. */
  async drawn(): Promise<void> {
    await this.#call("drawn");
  }

  /** Milliseconds of main thread that a batch takes, frame by frame. */
  async costs(batch: HostMessage): Promise<number[]> {
    return (await this.#call("costs", batch)) as number[];
  }

  /** Waits for the newest message of a kind, when so many of it have been sent. */
  async heard<T extends WebviewMessage["type"]>(type: T, count = 1): Promise<Extract<WebviewMessage, { type: T }>> {
    const deadline = performance.now() + PATIENCE;
    while (performance.now() < deadline) {
      const found = this.sent.filter((message) => message.type === type);
      if (found.length >= count) return found.at(-1) as Extract<WebviewMessage, { type: T }>;
      await this.#call("drawn");
    }
    throw new Error(`no ${type} came: ${JSON.stringify(this.sent).slice(0, 2000)} ${this.complaints.join("; ")}`);
  }

  /** A picture for people to look at. */
  async screenshot(name: string): Promise<void> {
    const path = join(repository, "test-results/webview", `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, fullPage: true });
  }

  #call(name: "tell" | "wear" | "drawn" | "costs", argument?: unknown): Promise<unknown> {
    return this.page.evaluate(`harness.${name}(${JSON.stringify(argument) ?? ""})`);
  }

  #hear(message: WebviewMessage): void {
    this.sent.push(message);
    const answers = this.#answer(message);
    if (answers.length > 0) void this.tell(...answers);
  }
}

function chromiumPath(): string | undefined {
  return CHROMIUMS.find((path) => path !== undefined && existsSync(path));
}

/** The panel as scripts/build.ts makes it, and the stand-in: no build has to come before the tests. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ["webview/panel.ts", "webview/styles/panel.css", "test/support/webview-page/stand-in.ts"],
    absWorkingDir: repository,
    bundle: true,
    write: false,
    outdir: repository,
    entryNames: "[name]",
    platform: "browser",
    format: "iife",
    legalComments: "none",
  });
  return new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]));
}
