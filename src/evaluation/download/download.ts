import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../base/errors.ts";

const ATTEMPTS = 4;

/** Bytes that are there and bytes in all, where the server says so. */
export interface DownloadProgress {
  readonly received: number;
  readonly total: number | undefined;
}

export interface DownloadOptions {
  readonly url: string;
  /** Where the whole, verified file goes; `<file>.part` until then, which the next attempt goes on with. */
  readonly file: string;
  /** Base64 of the file's SHA-512. */
  readonly sha512: string;
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Downloads a file. A cut connection is taken up where it was; what has the wrong checksum is thrown away.
 * Throws UserError `download-failed` or `download-corrupt`, and the signal's reason (keeping the part) when aborted.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const part = `${options.file}.part`;
  for (let attempt = 1; !(await isWhole(part, options)); attempt++) {
    if (attempt === ATTEMPTS) {
      throw new UserError("download-failed", `The connection to ${options.url} broke ${ATTEMPTS} times.`, RETRY_HINT);
    }
    await sleep(200 * attempt, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
  }
  if ((await sha512Of(part, options.signal)) !== options.sha512) {
    await rm(part, { force: true });
    throw new UserError("download-corrupt", `${options.url} does not have the checksum it should have.`, RETRY_HINT);
  }
  await rename(part, options.file);
}

/** One attempt: whether the whole of the file is in `part` afterwards. */
async function isWhole(part: string, options: DownloadOptions): Promise<boolean> {
  const start = await sizeOf(part);
  try {
    const response = await fetch(options.url, {
      signal: options.signal,
      headers: start > 0 ? { range: `bytes=${start}-` } : {},
    });
    // "Range not satisfiable": there is nothing after what we have, and the checksum decides.
    if (response.status === 416) return true;
    if (!response.ok || !response.body) throw refused(options.url, response);
    const at = response.status === 206 ? start : 0;
    const total = totalOf(response, at);
    const counted = counting(at, (received) => options.onProgress({ received, total }));
    const output = createWriteStream(part, { flags: at > 0 ? "a" : "w" });
    await pipeline(Readable.fromWeb(response.body), counted, output, { signal: options.signal });
    return total === undefined || (await sizeOf(part)) === total;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    if (isFileError(error)) throw new UserError("download-failed", `${part} cannot be written: ${messageOf(error)}.`);
    return false;
  }
}

const RETRY_HINT = "Try again; behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.";

/** The refusal of a server, as an error: no use in trying that again. */
export function refused(url: string, response: Response): UserError {
  return new UserError("download-failed", `${url} answered ${response.status} ${response.statusText}.`, RETRY_HINT);
}

function totalOf(response: Response, at: number): number | undefined {
  const length = response.headers.get("content-length");
  return length === null ? undefined : at + Number(length);
}

function counting(start: number, onBytes: (received: number) => void): Transform {
  let received = start;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      onBytes(received);
      done(null, chunk);
    },
  });
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

async function sha512Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest("base64");
}

/** Errors of the file system name a call on a path; those of a connection do not. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && "path" in error && "syscall" in error;
}
