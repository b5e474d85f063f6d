/** The two ways to a VS Code with the extension of the checkout. */
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { VscodeServer, writeSettings } from "../test/support/vscode/server.ts";
import { prepareServer } from "../test/support/vscode/server-files.ts";
import { editorSettings } from "../test/support/vscode/settings.ts";
import { workbenchAddress } from "../test/support/vscode/workbench-address.ts";

const root = resolve(import.meta.dirname, "..");
const workspace = join(root, "samples");
/** A second extension, which presses the button of the first. */
const starter = join(root, "scripts/sample-starter");

export interface OpenOptions {
  /** Whether the sample search is started. */
  readonly sample: boolean;
}

/** Opens a window with the profile of the person, and does not wait for it. */
export async function openInDesktop(executable: string, { sample }: OpenOptions): Promise<void> {
  const copy = join(root, "out/sample-starter");
  if (sample) await copyStarter(copy);
  const extensions = (sample ? [root, copy] : [root]).map((folder) => `--extensionDevelopmentPath=${folder}`);
  spawn(executable, ["--new-window", ...extensions, workspace], { detached: true, stdio: "ignore" }).unref();
}

/** Serves a workbench with a profile that is gone afterwards. */
export async function serve({ sample }: OpenOptions): Promise<{ readonly address: string } & AsyncDisposable> {
  const program = await prepareServer((text) => process.stdout.write(`${text}\n`));
  const folder = await mkdtemp(join(tmpdir(), "sp-"));
  const folders = { data: join(folder, "s"), user: join(folder, "user"), extensions: join(folder, "extensions") };
  await writeSettings(folders, editorSettings);
  // A window in the browser takes one extension from its sources alone.
  if (sample) await copyStarter(join(folders.extensions, "sample-starter"));
  const server = await VscodeServer.start({ program, folders, environment: process.env });
  return {
    address: workbenchAddress(server, { workspace, developed: root }),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A copy that has not pressed the button yet. */
async function copyStarter(folder: string): Promise<void> {
  await cp(starter, folder, { recursive: true });
  await writeFile(join(folder, "wanted"), "");
}
