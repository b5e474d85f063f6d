/**
 * Takes the command line of a desktop VS Code that runs an extension's tests, runs them in the extension host of a VS Code
 * server with its window in a headless Chromium, and ends with their exit code.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { VscodeServer } from "./server.ts";
import { prepareServer } from "./server-files.ts";
import { installWebviewWorker } from "./webview-worker.ts";
import { type WindowOptions, workbenchAddress } from "./workbench-address.ts";

/** Milliseconds after which tests are taken to hang. */
const LIMIT = 600_000;
/** Milliseconds in which the server tells how the extension host ended, after the window knows that it did. */
const LAST_WORDS = 500;

const { values, positionals } = parseArgs({
  // The other options of a desktop VS Code have no meaning here.
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
    "extensions-dir": { type: "string" },
    "user-data-dir": { type: "string" },
  },
});

process.exitCode = await run();

async function run(): Promise<number> {
  const user = String(values["user-data-dir"]);
  const folders = { data: join(user, "server"), user, extensions: String(values["extensions-dir"]) };
  const program = await prepareServer((text) => process.stdout.write(`${text}\n`));
  await using ends = new AsyncDisposableStack();
  const server = await VscodeServer.start({ program, folders, environment: process.env });
  ends.defer(() => server.stop());
  const browser = await launchChromium();
  ends.defer(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await installWebviewWorker(context, server);
  const code = await Promise.race([testsOf(await context.newPage(), server), interrupted()]);
  return code === 0 ? hostCode(server) : code;
}

/** The exit code of the tests. What they and VS Code print is passed on. */
async function testsOf(page: Page, server: VscodeServer): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  await page.exposeFunction("codeAutomationLog", (_: string, words: unknown[]) => {
    process.stdout.write(`${words.join(" ")}\n`);
  });
  await page.exposeFunction("codeAutomationExit", resolve);
  page.on("pageerror", (error) => process.stderr.write(`the workbench: ${error.message}\n`));
  page.on("crash", () => reject(new Error("the workbench's page crashed")));
  setTimeout(() => reject(new Error(`the tests did not end within ${LIMIT / 1000} seconds`)), LIMIT).unref();
  await page.goto(workbenchAddress(server, windowOptions()));
  return promise;
}

function windowOptions(): WindowOptions {
  const { extensionDevelopmentPath: developed, extensionTestsPath: tests } = values;
  return { workspace: positionals[0], developed: String(developed), tests: String(tests) };
}

function interrupted(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(130));
  return promise;
}

/** An extension host that crashed is told to the workbench as one that ended well. */
async function hostCode(server: VscodeServer): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, LAST_WORDS));
  const crash = server.hostExits.find(({ code, signal }) => code !== "0" || signal !== "null");
  if (!crash) return 0;
  process.stderr.write(`the extension host ended with code ${crash.code}, signal ${crash.signal}\n`);
  return 70;
}
