/**
 * Opens the extension of the checkout in a desktop VS Code, or serves it to the browser where there is none, until
 * Ctrl-C. `--sample` starts the sample search in it; `--browser` serves it in any case.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { findDesktop } from "../test/support/vscode/desktop.ts";
import { openInDesktop, serve } from "./open-editor.ts";

const { browser, sample } = parseArgs({
  options: { browser: { type: "boolean", default: false }, sample: { type: "boolean", default: false } },
}).values;

const desktop = browser ? { missing: "as asked" } : findDesktop();
if ("executable" in desktop) await openInDesktop(desktop.executable, { sample });
else await serveUntilInterrupted(desktop.missing);

async function serveUntilInterrupted(reason: string): Promise<void> {
  await using served = await serve({ sample });
  process.stdout.write(`Self-Pruner in a VS Code server (${reason}): open\n\n  ${served.address}\n\nCtrl-C ends it.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
