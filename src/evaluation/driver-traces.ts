import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { cudaLibraryFolder } from "./cuda-provider.ts";

/** Whose text tells a version, and whose times tell nothing. */
const TEXTS = ["/proc/driver/nvidia/version"];

/** Devices that appear with their driver. */
const NODES = ["/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/dxg", "/dev/kfd"];

/**
 * What of this machine changes when a graphics driver, CUDA, cuDNN or our provider is installed, updated or removed, as one
 * text: as long as it is the same, trying a device out again gives the same. Takes a millisecond.
 */
export async function driverTraces(): Promise<string> {
  const traces = await Promise.all([...TEXTS.map(textOf), ...NODES.map(isThere), ...libraries().map(timeOf)]);
  return traces.join("\n");
}

/** Files and folders that an installation writes to. On a Mac there are none: Metal comes with the system. */
function libraries(): string[] {
  const own = cudaLibraryFolder();
  const searched = (process.env["LD_LIBRARY_PATH"] ?? "").split(delimiter).filter(Boolean);
  return [...(own ? [own] : []), ...searched, ...(process.platform === "win32" ? windowsLibraries() : UNIX_LIBRARIES)];
}

const UNIX_LIBRARIES = [
  // Written whenever a library is installed for all programs.
  "/etc/ld.so.cache",
  "/dev/dri",
  "/usr/lib/wsl/lib",
  ...["/etc", "/usr/share", "/usr/local/share", join(homedir(), ".local/share")].map((root) =>
    join(root, "vulkan", "icd.d"),
  ),
];

function windowsLibraries(): string[] {
  const system = join(process.env["SystemRoot"] ?? "C:\\Windows", "System32");
  return ["nvcuda.dll", "vulkan-1.dll", "d3d12.dll", join("DriverStore", "FileRepository")].map((name) =>
    join(system, name),
  );
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

async function isThere(path: string): Promise<string> {
  return stat(path).then(
    () => path,
    () => "",
  );
}

async function timeOf(path: string): Promise<string> {
  return stat(path).then(
    ({ mtimeMs, size }) => `${path} ${mtimeMs} ${size}`,
    () => "",
  );
}
