/**
 * Puts VS Code's own server and workbench into `.vscode-server/`, once: the npm package code-server carries them, so a
 * real VS Code is there wherever the npm registry is. Of that package only VS Code itself is taken.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { messageOf } from "../../../src/base/errors.ts";
import { nativeStandIns } from "./native-stand-ins.ts";

/** Pinned: left open, npm takes the newest one for the Node that it runs on itself, which may be years old. */
const CODE_SERVER = "4.139.1";
/** A pinned file under the folder of tools that git ignores. */
const folder = resolve(import.meta.dirname, "../../../.vscode-server");
const home = join(folder, CODE_SERVER);

/** About 140 MB that Copilot and other platforms need. */
const UNUSED = ["extensions/copilot", "node_modules/@github", "node_modules/@microsoft/mxc-sdk"];
const RIPGREPS = "node_modules/@vscode/ripgrep-universal/bin";

/** Milliseconds that npm may take, on a slow line too. */
const NPM_LIMIT = 600_000;

/** Whether it is here already, so that it costs nothing to use it. */
function isServerPrepared(): boolean {
  return existsSync(join(home, serverProgram));
}

/** Path of the server's program inside its folder. */
const serverProgram = "out/server-main.js";

/**
 * @param say is told once when something is downloaded
 * @returns path of the server's program
 * @throws Error when the registry cannot be reached, or on Windows, for which there is no such server
 */
export async function prepareServer(say: (text: string) => void): Promise<string> {
  if (process.platform === "win32") throw new Error("the VS Code server of code-server does not run on Windows");
  if (!isServerPrepared()) {
    say(`Setting up the VS Code server in .vscode-server/ (npm package code-server@${CODE_SERVER}, some 130 MB) …`);
    await setUp();
  }
  return join(home, serverProgram);
}

/** It appears whole or not at all; of several processes that set up at once, the first wins. */
async function setUp(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, "setup-"));
  try {
    await download(work);
    await trim(work);
    await rename(work, home);
  } catch (error) {
    if (!isServerPrepared()) throw new Error(`the VS Code server could not be set up: ${firstLines(messageOf(error))}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(work: string): Promise<void> {
  await npm(work, "pack", `code-server@${CODE_SERVER}`, "--silent");
  const archive = `code-server-${CODE_SERVER}.tgz`;
  await promisify(execFile)("tar", ["xzf", archive, "--strip-components=3", "package/lib/vscode"], { cwd: work });
  await rm(join(work, archive));
  // Not `npm ci`: the package's lock file does not fit its package.json. Without its install scripts nothing is compiled.
  await npm(work, "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
}

async function npm(cwd: string, ...parameters: readonly string[]): Promise<void> {
  await promisify(execFile)("npm", [...parameters, "--fetch-retries=1"], { cwd, timeout: NPM_LIMIT });
}

async function trim(work: string): Promise<void> {
  for (const path of UNUSED) await rm(join(work, path), { recursive: true, force: true });
  const others = (await readdir(join(work, RIPGREPS))).filter((name) => name !== `${process.platform}-${process.arch}`);
  for (const name of others) await rm(join(work, RIPGREPS, name), { recursive: true });
  for (const [path, text] of Object.entries(nativeStandIns)) await writeFile(join(work, path), text);
}

function firstLines(text: string): string {
  return text.trim().split("\n").slice(0, 3).join(" ");
}
