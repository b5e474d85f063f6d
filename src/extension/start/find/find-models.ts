import { join } from "node:path";
import { fileKey } from "../../../base/file-key.ts";
import { modelName } from "../steps/model-name.ts";
import type { Found, Source } from "./found.ts";
import { cachedModels } from "./hugging-face-cache.ts";
import { modelFolders } from "./model-folders.ts";

export interface ModelPlaces {
  /** Folders that were searched before, newest first. */
  readonly recent: readonly string[];
  /** Folders of the workspace that hold a `config.json`. */
  readonly inWorkspace: (signal: AbortSignal) => Promise<readonly string[]>;
  /** The Hugging Face cache. */
  readonly cache: string;
  /** The folder of the staged samples. */
  readonly samples: () => Promise<string>;
}

/** Finds model folders, the quickest place first; each list holds the one before. */
export async function* findModels(
  { recent, inWorkspace, cache, samples }: ModelPlaces,
  signal: AbortSignal,
): AsyncGenerator<readonly Found[], void> {
  const places: readonly (readonly [Source, () => Promise<readonly string[]>])[] = [
    ["Recent", async () => recent],
    ["Workspace", async () => (await inWorkspace(signal)).toSorted()],
    ["Hugging Face cache", () => cachedModels(cache)],
    ["Sample", async () => [sampleModel(await samples())]],
  ];
  let found: readonly Found[] = [];
  for (const [source, look] of places) {
    if (signal.aborted) return;
    found = added(found, source, await modelFolders(await look()));
    yield found;
  }
}

/** The model that comes with the extension. */
export function sampleModel(samples: string): string {
  return join(samples, "stories260K");
}

/** A folder stands where it was found first. */
function added(found: readonly Found[], source: Source, paths: readonly string[]): readonly Found[] {
  const known = new Set(found.map(({ path }) => fileKey(path)));
  const fresh = paths.filter((path) => !known.has(fileKey(path)));
  return [...found, ...fresh.map((path) => ({ path, name: modelName(path), source }))];
}
