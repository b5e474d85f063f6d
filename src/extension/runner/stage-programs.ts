import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import { PRODUCT_VERSION } from "../../protocol/version.ts";

/** Programs and samples where no update or removal of the extension touches them. */
export interface StagedPrograms {
  /** Path of the runner's program. */
  readonly program: string;
  /** Folder of the sample model and texts. */
  readonly samples: string;
}

/** What the runner consists of: itself, the engine beside it, and ONNX Runtime with the files of this platform alone. */
const BUNDLES = ["dist/runner.js", "dist/engine.js"];
const NATIVE = "node_modules/onnxruntime-node";
const PARTS = [
  ...BUNDLES,
  `${NATIVE}/package.json`,
  `${NATIVE}/dist`,
  `${NATIVE}/bin/napi-v6/${process.platform}/${process.arch}`,
  "node_modules/onnxruntime-common/package.json",
  "node_modules/onnxruntime-common/dist/cjs",
  // Says that the bundles are ES modules.
  "package.json",
];

/** Milliseconds for which a stage that somebody has just asked for is left alone. */
const IN_USE = 600_000;

/**
 * Copies the runner and the samples from the extension's folder (or the checkout) into the data folder, once per version.
 *
 * @throws UserError `programs-missing` when the folder has not been built or installed whole, `programs-copy` when the
 * data folder cannot take them
 */
export async function stagePrograms(extensionFolder: string, dataFolder: string): Promise<StagedPrograms> {
  await writable(dataFolder, () => makeDataFolder(dataFolder));
  const version = `${PRODUCT_VERSION}-${await hashOf(extensionFolder, [...BUNDLES, `${NATIVE}/package.json`])}`;
  const stage = join(stagesOf(dataFolder), version);
  await writable(dataFolder, () => copyOnce(extensionFolder, PARTS, stage, stagesOf(dataFolder)));
  const now = new Date();
  await utimes(stage, now, now);
  return { program: join(stage, "dist", "runner.js"), samples: await stageSamples(extensionFolder, dataFolder) };
}

/**
 * Removes the stages of other versions. Only for when nobody runs from them: when a runner of this version serves the
 * folder. One in which a file is still open (Windows) is left to the next time.
 */
export async function removeOlderStages(dataFolder: string, { program }: StagedPrograms): Promise<void> {
  const current = basename(dirname(dirname(program)));
  const others = (await readdir(stagesOf(dataFolder))).filter((name) => name !== current);
  await Promise.allSettled(others.map((name) => removeUnused(join(stagesOf(dataFolder), name))));
}

async function removeUnused(stage: string): Promise<void> {
  const { mtimeMs } = await stat(stage);
  if (Date.now() - mtimeMs > IN_USE) await rm(stage, { recursive: true, force: true });
}

/**
 * Searches and rate files name the samples by path, also after an update: they lie apart from the programs, under what
 * they contain, and stay.
 */
async function stageSamples(extensionFolder: string, dataFolder: string): Promise<string> {
  const files = await readable(extensionFolder, "samples", (path) =>
    readdir(path, { recursive: true, withFileTypes: true }),
  );
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(relative(extensionFolder, file.parentPath), file.name));
  const samples = join(dataFolder, "samples", await hashOf(extensionFolder, paths.sort()));
  const from = join(extensionFolder, "samples");
  await writable(dataFolder, () => copyOnce(from, ["."], samples, stagesOf(dataFolder)));
  return samples;
}

/** The runner wants its folder closed to others, and closes one that is there only when it is empty. */
async function makeDataFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (process.platform !== "win32" && (await readdir(dataFolder)).length === 0) await chmod(dataFolder, 0o700);
}

/** @returns the first twelve hexadecimal digits of a sha256 over the files, in order, with their names */
async function hashOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(await readable(folder, file, (path) => readFile(path)));
  return hash.digest("hex").slice(0, 12);
}

/** @throws UserError `programs-missing` */
async function readable<T>(folder: string, part: string, read: (path: string) => Promise<T>): Promise<T> {
  try {
    return await read(join(folder, part));
  } catch (cause) {
    const way = "Install the extension again, or build the checkout with `npm run build`.";
    throw new UserError("programs-missing", `${part} of the extension in ${folder} cannot be read.`, way, { cause });
  }
}

/** @throws UserError `programs-copy` */
async function writable(to: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const way = "Make room there, or name another folder in the setting selfPruner.dataFolder.";
    throw new UserError("programs-copy", `${to} cannot be written: ${messageOf(cause)}.`, way, { cause });
  }
}

/**
 * The copy appears whole or not at all; of several windows that copy at once, the first wins. What a window that died
 * left under way lies among the stages, and goes with the old ones.
 */
async function copyOnce(from: string, parts: readonly string[], to: string, stages: string): Promise<void> {
  if (await isThere(to)) return;
  const temporary = join(stages, `.${randomUUID()}`);
  try {
    for (const part of parts) await copy(from, part, temporary);
    await mkdir(dirname(to), { recursive: true });
    await rename(temporary, to);
  } catch (error) {
    if (!(await isThere(to))) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function copy(from: string, part: string, to: string): Promise<void> {
  await readable(from, part, stat);
  await cp(join(from, part), join(to, part), {
    recursive: true,
    // A development checkout may link to its packages; the copy must stand alone.
    dereference: true,
    // Costs nothing where the file system can share blocks.
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !/\.(map|d\.ts)$/.test(path.split(sep).at(-1) ?? ""),
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function stagesOf(dataFolder: string): string {
  return join(dataFolder, "programs");
}
