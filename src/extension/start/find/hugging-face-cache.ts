import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isModelFolder } from "./model-folders.ts";

/** Where huggingface_hub keeps what it downloads, by the variables it looks at; it takes `~` in them for the home, too. */
export function huggingFaceCache(environment: NodeJS.ProcessEnv, home = homedir()): string {
  const folder = (name: string) => environment[name]?.replace(/^~(?=$|[\\/])/, () => home);
  const own = folder("HF_HUB_CACHE") || folder("HUGGINGFACE_HUB_CACHE");
  if (own) return own;
  const caches = folder("XDG_CACHE_HOME") || join(home, ".cache");
  return join(folder("HF_HOME") || join(caches, "huggingface"), "hub");
}

/** The newest snapshot of every model in a Hugging Face cache that can be opened, by repository name. */
export async function cachedModels(cache: string): Promise<string[]> {
  const repositories = (await readdir(cache).catch(() => [])).filter((name) => name.startsWith("models--")).sort();
  const newest = await Promise.all(repositories.map((name) => newestSnapshot(join(cache, name, "snapshots"))));
  return newest.filter((path) => path !== undefined);
}

/** An interrupted download leaves a snapshot without weights: the newest whole one counts. */
async function newestSnapshot(snapshots: string): Promise<string | undefined> {
  const revisions = await readdir(snapshots).catch(() => []);
  const dated = await Promise.all(revisions.map(async (name) => dateOf(join(snapshots, name))));
  for (const { path } of dated.sort((a, b) => b.time - a.time)) if (await isModelFolder(path)) return path;
  return undefined;
}

async function dateOf(path: string): Promise<{ path: string; time: number }> {
  const time = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return { path, time };
}
