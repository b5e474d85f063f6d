import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, link, open, rename, rm, stat } from "node:fs/promises";
import { dirname, format, parse, resolve } from "node:path";
import { UserError } from "../base/errors.ts";

/** Fails before hours of search do: the folder that a result is to be written into must be there and writable. */
export async function mustBeWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error("not a folder");
    await access(folder, constants.W_OK);
  } catch (cause) {
    const message = `Cannot write ${file}: ${folder} is not a folder that can be written to.`;
    throw new UserError("out-not-writable", message, "Name another file with --out.", { cause });
  }
}

/**
 * Writes a file whole or not at all, and never over another one unless `force`: where `best.prune` exists,
 * `best-2.prune` (or the next free number) is taken.
 * @returns the path that was written
 */
export async function writeResult(file: string, text: string, force: boolean): Promise<string> {
  const path = resolve(file);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeDurably(temporary, text);
    if (!force) return await placeBeside(temporary, path);
    await rename(temporary, path);
    return path;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function placeBeside(temporary: string, path: string): Promise<string> {
  const { base: _, ...parts } = parse(path);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : format({ ...parts, name: `${parts.name}-${number}` });
    if (await placeAt(temporary, candidate)) return candidate;
  }
}

/** A hard link appears whole and fails when the name is taken: the one atomic "create if absent" for a full file. */
async function placeAt(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (thrown) {
    if (isTaken(thrown)) return false;
  }
  // Some file systems (exFAT, network shares) have no hard links.
  try {
    await copyFile(temporary, path, constants.COPYFILE_EXCL);
    return true;
  } catch (thrown) {
    if (isTaken(thrown)) return false;
    throw thrown;
  }
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
}
