/**
 * Opens the extension of the checkout in a desktop VS Code, or serves it to the browser where there is none, until
 * Ctrl-C. `--sample` starts the sample search in it; `--browser` serves it in any case.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { messageOf } from "../src/base/errors.ts";
import { findDesktop } from "../test/support/vscode/desktop.ts";
import { openInDesktop, serve } from "./open-editor.ts";

const { browser, sample } = parseArgs({
  options: { browser: { type: "boolean", default: false }, sample: { type: "boolean", default: false } },
}).values;

const desktop = browser ? { missing: "as asked" } : findDesktop();
if ("executable" in desktop) {
  await openInDesktop(desktop.executable, { sample });
  process.stdout.write(
    "The extension opens in a window of VS Code. To have it in the browser: npm run vscode -- --browser\n",
  );
} else await serveUntilInterrupted(desktop.missing).catch(tellFailure);

async function serveUntilInterrupted(reason: string): Promise<void> {
  await using served = await serve({ sample });
  process.stdout.write(`Self-Pruner in a VS Code server (${reason}): open\n\n  ${served.address}\n\nCtrl-C ends it.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

/** Mostly there is no network to set the server up from, of which a stack says nothing. */
function tellFailure(error: unknown): void {
  const way = "In a desktop VS Code, open this folder and press F5; npm start -- --terminal needs neither.";
  process.stderr.write(`${messageOf(error)}\n${way}\n`);
  process.exitCode = 1;
}
