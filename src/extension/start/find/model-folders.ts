import { readdir } from "node:fs/promises";

/** Whether a folder holds what a model is opened from: its config and safetensors. */
export async function isModelFolder(path: string): Promise<boolean> {
  const names = await readdir(path).catch((): string[] => []);
  return names.includes("config.json") && names.some((name) => name.endsWith(".safetensors"));
}

/** Those of the folders that hold a model, in their order. */
export async function modelFolders(paths: readonly string[]): Promise<string[]> {
  const holds = await Promise.all(paths.map(isModelFolder));
  return paths.filter((_, index) => holds[index]);
}
