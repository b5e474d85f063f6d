/** The two ways to a VS Code with the extension of the checkout. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { VscodeServer, writeSettings } from "../test/support/vscode/server.ts";
import { prepareServer } from "../test/support/vscode/server-files.ts";
import { editorSettings } from "../test/support/vscode/settings.ts";
import { workbenchAddress } from "../test/support/vscode/workbench-address.ts";

const root = resolve(import.meta.dirname, "..");
const workspace = join(root, "samples");
/** The second one presses the button of the first. */
const developed = [root, join(root, "scripts/sample-starter")];

export interface OpenOptions {
  /** Whether the sample search is started. */
  readonly sample: boolean;
}

/** Opens a window with the profile of the person, and does not wait for it. */
export function openInDesktop(executable: string, { sample }: OpenOptions): void {
  if (sample) wishForSample();
  const extensions = developed.map((folder) => `--extensionDevelopmentPath=${folder}`);
  spawn(executable, ["--new-window", ...extensions, workspace], { detached: true, stdio: "ignore" }).unref();
}

/** Serves a workbench with a profile that is gone afterwards. */
export async function serve({ sample }: OpenOptions): Promise<{ readonly address: string } & AsyncDisposable> {
  const program = await prepareServer((text) => process.stdout.write(`${text}\n`));
  if (sample) wishForSample();
  const folder = await mkdtemp(join(tmpdir(), "sp-"));
  const folders = { data: join(folder, "s"), user: join(folder, "user"), extensions: join(folder, "extensions") };
  await writeSettings(folders, editorSettings);
  const server = await VscodeServer.start({ program, folders, environment: process.env });
  return {
    address: workbenchAddress(server, { workspace, developed }),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The starter looks for this file when the window opens, and takes it away. */
function wishForSample(): void {
  mkdirSync(join(root, "out"), { recursive: true });
  writeFileSync(join(root, "out/start-sample"), "");
}
