import { createHash } from "node:crypto";
import { chmod, mkdir, rm, stat } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";

/** Bytes that every system leaves for the path of a Unix socket (macOS: 104 with the closing zero). */
const LONGEST_SOCKET_PATH = 100;

/**
 * Where the runner of a data folder listens: a socket in the folder, or, where that path would be too long, in a folder
 * of the user's own below the system's folder for such things; a named pipe on Windows.
 */
export function endpointOf(dataFolder: string, runnerId: string): string {
  const name = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\self-pruner-${name}-${runnerId}`;
  const inside = join(dataFolder, "runner.sock");
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  const runtime = process.env["XDG_RUNTIME_DIR"] ?? tmpdir();
  return join(runtime, `self-pruner-${userInfo().uid}`, `${name}.sock`);
}

/**
 * Starts to listen. The caller holds the lock of the data folder, so a socket that is already there belongs to a runner
 * that is dead.
 */
export async function listen(server: Server, endpoint: string, dataFolder: string): Promise<void> {
  if (process.platform === "win32") return listening(server, endpoint);
  if (!endpoint.startsWith(dataFolder)) await makePrivate(join(endpoint, ".."));
  await rm(endpoint, { force: true });
  await listening(server, endpoint);
  await chmod(endpoint, 0o600);
}

/** Removes the socket's file; a pipe vanishes by itself. */
export async function removeEndpoint(endpoint: string): Promise<void> {
  if (process.platform !== "win32") await rm(endpoint, { force: true });
}

function listening(server: Server, endpoint: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(endpoint, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A folder below a place that others can write to must be ours before a socket in it can be trusted. */
async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  if (uid === userInfo().uid && (mode & 0o077) === 0) return;
  throw new UserError(
    "socket-folder-open",
    `The folder ${folder} for the runner's socket belongs to or can be entered by another user.`,
    "Name a data folder with a shorter path, so that the socket can lie in it.",
  );
}
