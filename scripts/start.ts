/**
 * Runs the sample search where a person sees most of it: in a desktop VS Code when this is a terminal of one's own and
 * there is one, in the terminal otherwise. `--terminal` stays there; all other words are for the search.
 */
import { spawnSync } from "node:child_process";
import { findDesktop } from "../test/support/vscode/desktop.ts";
import { openInDesktop } from "./open-editor.ts";

const words = process.argv.slice(2);
const options = words.filter((word) => word !== "--terminal");
const isInteractive = process.stdin.isTTY && process.stdout.isTTY;
const desktop = isInteractive && words.length === 0 ? findDesktop() : { missing: "the terminal is wanted" };

if ("executable" in desktop) {
  await openInDesktop(desktop.executable, { sample: true });
  process.stdout.write("The sample search starts in VS Code. To have it here instead: npm start -- --terminal\n");
} else {
  const { status } = spawnSync(process.execPath, ["dist/cli.js", "search", "--sample", ...options], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
