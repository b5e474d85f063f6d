import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { panelHtml } from "../../src/extension/panel/panel-html.ts";
import type { HostMessage, PanelState, WebviewMessage } from "../../src/protocol/webview.ts";
import { PATIENCE } from "./patience.ts";
import { settle } from "./settle.ts";
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

/** Why panels cannot be opened here; undefined when they can. */
export const noChromium = chromiumPath()
  ? undefined
  : "no Chromium on this machine: install one, or name one in CHROMIUM_PATH";

/** The types of a webview's state and of what goes to and fro. */
export interface Wire {
  readonly state: object;
  readonly host: { readonly type: string };
  readonly webview: { readonly type: string };
}

/** The panel of searches. */
export interface PanelWire extends Wire {
  readonly state: PanelState;
  readonly host: HostMessage;
  readonly webview: WebviewMessage;
}

/** Name of a script and style of the product in webview/, with the title of its page. */
const titles = { panel: "Search", "rate-editor": "Rates" } as const;

/** Answers what a panel asks, as the extension would. */
export type Answer<W extends Wire = PanelWire> = (message: W["webview"]) => readonly W["host"][];

/** How a panel is opened. */
export interface PanelOptions<W extends Wire = PanelWire> {
  readonly state: W["state"];
  readonly answer: Answer<W>;
  readonly theme?: WebviewTheme;
  readonly width?: number;
  readonly height?: number;
  /** What VS Code kept of an earlier life of the panel. */
  readonly saved?: W["state"];
}

/** Serves the built panel as VS Code would, to a headless Chromium. */
export class WebviewHarness<W extends Wire = PanelWire> {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #files: ReadonlyMap<string, string>;
  readonly #pages = new Map<string, W["state"]>();
  readonly #program: keyof typeof titles;
  readonly #origin: string;

  private constructor(
    server: Server,
    browser: Browser,
    files: ReadonlyMap<string, string>,
    program: keyof typeof titles,
  ) {
    this.#program = program;
    this.#server = server;
    this.#browser = browser;
    this.#files = files;
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => this.#serve(request.url ?? "/", response));
  }

  static start(): Promise<WebviewHarness> {
    return WebviewHarness.startWith("panel");
  }

  /** @param program of the webview, whose wire the type names */
  static async startWith<W extends Wire>(program: keyof typeof titles): Promise<WebviewHarness<W>> {
    const executablePath = chromiumPath();
    if (executablePath === undefined) throw new Error(noChromium);
    const files = await bundle(program);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
    return new WebviewHarness<W>(server, browser, files, program);
  }

  async open(options: PanelOptions<W>): Promise<Panel<W>> {
    const { state, answer, theme = darkModern, width = 1280, height = 900, saved } = options;
    const path = `/panel-${this.#pages.size + 1}.html`;
    this.#pages.set(path, state);
    const page = await this.#browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(PATIENCE);
    const panel = new Panel<W>(page, answer);
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

  #page(state: W["state"]): string {
    const [script, style] = [`${this.#origin}/${this.#program}.js`, `${this.#origin}/${this.#program}.css`];
    return panelHtml({ title: titles[this.#program], script, style, source: this.#origin, nonce: "bm9uY2U", state });
  }
}

/** One open panel: what it sent, and a way to tell it something. */
export class Panel<W extends Wire = PanelWire> {
  readonly page: Page;
  readonly sent: W["webview"][] = [];
  /** What the content security policy forbade, what could not be loaded or told, and what was thrown. */
  readonly complaints: string[] = [];
  readonly #answer: Answer<W>;
  /** What is being told that nobody waits for. */
  readonly #posts = new Set<Promise<void>>();
  /** What the panel gave VS Code to keep. */
  saved: W["state"] | undefined;

  constructor(page: Page, answer: Answer<W>) {
    this.page = page;
    this.#answer = answer;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
  }

  /** Puts the stand-in for VS Code into the page, before any script of it runs. */
  async prepare(start: StandIn["start"], standIn: string): Promise<void> {
    await this.page.exposeFunction("harnessPost", (message: W["webview"]) => this.#hear(message));
    await this.page.exposeFunction("harnessSave", (state: W["state"]) => {
      this.saved = state;
    });
    const lent = `window.standIn = { start: ${JSON.stringify(start)}, post: harnessPost, save: harnessSave };`;
    await this.page.addInitScript({ content: `${lent}\n${standIn}` });
  }

  async tell(...messages: readonly W["host"][]): Promise<void> {
    await this.#call("tell", messages);
  }

  /**
   * Tells something that nobody waits for. That it fails is a complaint; of a page that is closed meanwhile, as a panel of
   * VS Code may be, nobody asks for them any more.
   */
  post(...messages: readonly W["host"][]): void {
    const told = this.tell(...messages)
      .catch((error: unknown) => void this.complaints.push(String(error)))
      .finally(() => this.#posts.delete(told));
    this.#posts.add(told);
  }

  async wear(theme: WebviewTheme): Promise<void> {
    await this.#call("wear", theme);
  }

  /** Waits until what was told is drawn. */
  async drawn(): Promise<void> {
    await this.#call("drawn");
  }

  /** Milliseconds of main thread that a batch takes, frame by frame. */
  async costs(batch: W["host"]): Promise<number[]> {
    return (await this.#call("costs", batch)) as number[];
  }

  /** Waits for the newest message of a kind, when so many of it have been sent. */
  async heard<T extends W["webview"]["type"]>(type: T, count = 1): Promise<Extract<W["webview"], { type: T }>> {
    const deadline = performance.now() + PATIENCE;
    while (performance.now() < deadline) {
      const found = this.sent.filter((message) => message.type === type);
      if (found.length >= count) return found.at(-1) as Extract<W["webview"], { type: T }>;
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

  /** Resolves when what is answered without waiting for anything has been told. */
  async #hear(message: W["webview"]): Promise<void> {
    this.sent.push(message);
    const answers = this.#answer(message);
    if (answers.length > 0) this.post(...answers);
    await settle();
    await Promise.all(this.#posts);
  }
}

function chromiumPath(): string | undefined {
  return CHROMIUMS.find((path) => path !== undefined && existsSync(path));
}

/** The panel as scripts/build.ts makes it, and the stand-in: no build has to come before the tests. */
async function bundle(program: keyof typeof titles): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [`webview/${program}.ts`, `webview/styles/${program}.css`, "test/support/webview-page/stand-in.ts"],
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
