import { basename } from "node:path";

/** A model folder as people call it: `Qwen/Qwen2.5-0.5B` for a snapshot of the Hugging Face cache, else the folder's name. */
export function modelName(path: string): string {
  const [, repository] = /models--([^/\\]+)[/\\]snapshots[/\\][^/\\]+[/\\]?$/.exec(path) ?? [];
  return repository === undefined ? basename(path) : repository.replaceAll("--", "/");
}
