import { existsSync } from "node:fs";
import { copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { defaultDataFolder } from "../base/data-folder.ts";
import { UserError } from "../base/errors.ts";
import { type DownloadProgress, download } from "./download/download.ts";
import { findNugetPackage } from "./download/nuget.ts";
import { extractEntry, readZipDirectory } from "./download/zip.ts";

/** The package that onnxruntime-node's own install script takes the libraries from. */
const PACKAGE = "Microsoft.ML.OnnxRuntime.Gpu.Linux";
const LIBRARIES = [
  "libonnxruntime_providers_shared.so",
  "libonnxruntime_providers_cuda.so",
  "libonnxruntime_providers_tensorrt.so",
];
/** ONNX Runtime looks for its providers in the folder that it was itself loaded from. */
const RUNTIME_LIBRARY = "libonnxruntime.so.1";

const NUGET_INDEX = "https://api.nuget.org/v3/index.json";

/** What the CUDA provider is fetched with. */
export interface CudaInstallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Default: the user's. */
  readonly dataFolder?: string;
  /** Service index of a NuGet V3 server that mirrors nuget.org. */
  readonly index?: string;
  /** `<platform>/<arch>`; for tests. */
  readonly platform?: string;
}

/**
 * Where engines load ONNX Runtime from to have CUDA: a copy of the library with the providers beside it in the data
 * folder, which `LD_LIBRARY_PATH` puts before the copy in the package. So a read-only or replaced package does not matter.
 *
 * @returns undefined when nothing is installed there for the present version of ONNX Runtime
 */
export function cudaLibraryFolder(dataFolder: string = defaultDataFolder()): string | undefined {
  const folder = folderOf(dataFolder);
  return existsSync(folder) ? folder : undefined;
}

/** Whether the libraries of the CUDA provider are there, in the data folder or beside ONNX Runtime itself. */
export function hasCudaProvider(): boolean {
  return cudaLibraryFolder() !== undefined || existsSync(join(packageLibraries(), "libonnxruntime_providers_cuda.so"));
}

/**
 * Fetches the CUDA provider (about 250 MB) from NuGet into the data folder, verified; a second call goes on where a
 * cancelled one was. CUDA 12 and cuDNN 9 themselves are not in it.
 *
 * @returns the folder with the libraries
 */
export async function installCudaProvider(options: CudaInstallOptions): Promise<string> {
  const platform = options.platform ?? `${process.platform}/${process.arch}`;
  if (platform !== "linux/x64") {
    throw new UserError(
      "cuda-unsupported",
      `ONNX Runtime for Node has no CUDA provider for ${platform}, only for linux/x64.`,
      "Use the device webgpu or cpu.",
    );
  }
  const folder = folderOf(options.dataFolder ?? defaultDataFolder());
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const { url, sha512 } = await findNugetPackage(options.index ?? NUGET_INDEX, PACKAGE, version(), options.signal);
  const archive = `${folder}.nupkg`;
  if (!existsSync(archive)) await download({ ...options, url, sha512, file: archive });
  await unpack(archive, folder, options.signal);
  await rm(archive);
  return folder;
}

/** Builds the folder beside its final place, so that it exists whole or not at all. */
async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const staging = `${folder}.${process.pid}`;
  const file = await open(archive);
  try {
    await mkdir(staging);
    const entries = await readZipDirectory(file);
    for (const library of LIBRARIES) {
      const entry = entries.get(`runtimes/linux-x64/native/${library}`);
      if (!entry) throw new UserError("cuda-package", `${basename(archive)} does not contain ${library}.`);
      await extractEntry(file, entry, join(staging, library), signal);
    }
    await copyFile(join(packageLibraries(), RUNTIME_LIBRARY), join(staging, RUNTIME_LIBRARY));
    await rename(staging, folder);
  } catch (error) {
    // What is broken would be broken the next time, too.
    if (error instanceof UserError) await rm(archive, { force: true });
    signal.throwIfAborted();
    throw error;
  } finally {
    await file.close();
    await rm(staging, { recursive: true, force: true });
  }
}

function folderOf(dataFolder: string): string {
  return join(dataFolder, `onnxruntime-${version()}-cuda12`);
}

const require = createRequire(import.meta.url);

/** Version of the onnxruntime-node that is installed: providers of another one would not load. */
function version(): string {
  return (require("onnxruntime-node/package.json") as { version: string }).version;
}

function packageLibraries(): string {
  const root = dirname(require.resolve("onnxruntime-node/package.json"));
  return join(root, "bin", "napi-v6", process.platform, process.arch);
}
