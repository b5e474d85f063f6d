import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

/** How a client finds the runner of a data folder. Only the user can read the file. */
const ConnectionFile = z.object({
  /** Path of the Unix socket, or name of the pipe. */
  socket: z.string().min(1),
  /** 256 random bits, base64url: who knows it may use the runner. */
  token: z.string().min(1),
  /** Fresh at each start. */
  runnerId: z.string().min(1),
  /** For people and logs: a pid can be another process by now, so nothing is decided by it. */
  pid: z.int(),
  protocol: z.int(),
  version: z.string(),
});
export type ConnectionFile = z.infer<typeof ConnectionFile>;

/** Path of the connection file of a data folder. */
export function connectionFilePath(dataFolder: string): string {
  return join(dataFolder, "runner.json");
}

/** The connection file of a data folder; undefined when there is none or it is not one, which is the same to a client. */
export async function readConnectionFile(dataFolder: string): Promise<ConnectionFile | undefined> {
  try {
    return ConnectionFile.parse(JSON.parse(await readFile(connectionFilePath(dataFolder), "utf8")));
  } catch {
    return undefined;
  }
}
