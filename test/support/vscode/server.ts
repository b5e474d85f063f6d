import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { PATIENCE } from "../patience.ts";
import type { Settings } from "./settings.ts";

/** Where a server keeps what it writes. */
export interface ServerFolders {
  /** Its own data: keep the path short, sockets lie in it. */
  readonly data: string;
  /** With `User/settings.json`. */
  readonly user: string;
  readonly extensions: string;
}

export interface ServerOptions {
  /** Path of the server's program. */
  readonly program: string;
  readonly folders: ServerFolders;
  readonly environment: NodeJS.ProcessEnv;
}

/** How an extension host ended. */
interface HostExit {
  readonly code: string;
  readonly signal: string;
}

/** Milliseconds that the server, its extension hosts and terminals have to end by themselves. */
const STOP_LIMIT = 5000;

/** A VS Code server on a port of its own, that ends some time after its last window even when nobody stops it. */
export class VscodeServer {
  /** `127.0.0.1:PORT`: the authority of its remote URIs. */
  readonly authority: string;
  /** Without it nobody gets in: whoever does can run programs as the person who started the server. */
  readonly token: string;
  readonly hostExits: readonly HostExit[];
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, port: string, token: string, hostExits: readonly HostExit[]) {
    this.#process = child;
    this.authority = `127.0.0.1:${port}`;
    this.token = token;
    this.hostExits = hostExits;
  }

  /** @throws Error with the server's output when it does not come up */
  static async start({ program, folders, environment }: ServerOptions): Promise<VscodeServer> {
    // Otherwise its sockets pile up in the temporary folder of the system.
    const temporary = join(folders.data, "tmp");
    await mkdir(temporary, { recursive: true });
    const token = randomUUID();
    const tokenFile = join(folders.data, "token");
    await writeFile(tokenFile, token, { mode: 0o600 });
    const child = spawn(process.execPath, [program, ...serverArguments(folders, tokenFile)], {
      stdio: ["ignore", "pipe", "pipe"],
      // An empty gallery: it otherwise asks open-vsx.org.
      env: { ...withoutEditor(environment), EXTENSIONS_GALLERY: "{}", TMPDIR: temporary },
      // A process group of its own, so that all of it can be ended.
      detached: true,
    });
    const hostExits: HostExit[] = [];
    const port = await portOf(child, join(folders.data, "server.log"), hostExits);
    return new VscodeServer(child, port, token, hostExits);
  }

  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = once(this.#process, "exit");
    signalGroup(pid, "SIGTERM");
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_LIMIT);
    await gone;
    clearTimeout(timer);
  }
}

/** An environment without what another VS Code has set for the terminal that this is run from. */
export function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}

/** Writes the settings of a profile that has none yet. */
export async function writeSettings({ user }: ServerFolders, settings: Settings): Promise<void> {
  await mkdir(join(user, "User"), { recursive: true });
  await writeFile(join(user, "User", "settings.json"), JSON.stringify(settings));
}

/** Installs an extension from a .vsix file. */
export async function installExtension(program: string, folders: ServerFolders, vsix: string): Promise<void> {
  const options = ["--server-data-dir", folders.data, "--extensions-dir", folders.extensions];
  const install = ["--accept-server-license-terms", "--install-extension", vsix];
  await promisify(execFile)(process.execPath, [program, ...options, ...install]);
}

function serverArguments({ data, user, extensions }: ServerFolders, tokenFile: string): string[] {
  return [
    ...["--host", "127.0.0.1", "--port", "0", "--connection-token-file", tokenFile],
    ...["--server-data-dir", data, "--user-data-dir", user, "--extensions-dir", extensions],
    ...["--accept-server-license-terms", "--disable-telemetry", "--disable-experiments"],
    // Should whoever started it be killed: the extension host ends 20 seconds later, and the server five minutes later.
    ...["--enable-remote-auto-shutdown", "--reconnection-grace-time", "20"],
    // A VS Code that is built otherwise ignores the development extension of the address.
    "--enable-smoke-test-driver",
  ];
}

/** The port is in the server's output, and so is how each extension host ended, which the workbench does not tell. */
async function portOf(child: ChildProcess, logFile: string, hostExits: HostExit[]): Promise<string> {
  const log = createWriteStream(logFile);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let output = "";
  const read = (text: string) => {
    log.write(text);
    output += text;
    const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
    if (port) resolve(port);
    for (const [, code = "", signal = ""] of text.matchAll(/Host Process exited with code: (\w+), signal: (\w+)/g)) {
      hostExits.push({ code, signal });
    }
  };
  child.stdout?.setEncoding("utf8").on("data", read);
  child.stderr?.setEncoding("utf8").on("data", read);
  child.once("error", reject);
  child.once("exit", (code) => reject(new Error(`the VS Code server ended with ${code}:\n${output}`)));
  const timer = setTimeout(() => reject(new Error(`the VS Code server did not start:\n${output}`)), PATIENCE);
  return promise.finally(() => clearTimeout(timer));
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
