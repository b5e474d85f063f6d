import { access, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Whether a folder holds what a model is opened from: its config and safetensors. A link that leads nowhere, as a cleaned
 * Hugging Face cache has them, counts as a file that lacks.
 */
export async function isModelFolder(path: string): Promise<boolean> {
  const names = await readdir(path).catch((): string[] => []);
  const weights = names.filter((name) => name.endsWith(".safetensors"));
  if (!names.includes("config.json") || weights.length === 0) return false;
  const areThere = await Promise.all(["config.json", ...weights].map((name) => isThere(join(path, name))));
  return areThere.every(Boolean);
}

/** Those of the folders that hold a model, in their order. */
export async function modelFolders(paths: readonly string[]): Promise<string[]> {
  const holds = await Promise.all(paths.map(isModelFolder));
  return paths.filter((_, index) => holds[index]);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
