import { access } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileKey } from "../../../base/file-key.ts";
import type { Found, Source } from "./found.ts";

export interface TextPlaces {
  /** Files that were searched before, newest first. */
  readonly recent: readonly string[];
  /** Text files of the workspace. */
  readonly inWorkspace: (signal: AbortSignal) => Promise<readonly string[]>;
  /** The sample's file of this use. */
  readonly sample: () => Promise<string>;
}

/** Finds texts, the quickest place first; each list holds the one before. */
export async function* findTexts(
  { recent, inWorkspace, sample }: TextPlaces,
  signal: AbortSignal,
): AsyncGenerator<readonly Found[], void> {
  const places: readonly (readonly [Source, () => Promise<readonly string[]>])[] = [
    ["Recent", () => existing(recent)],
    ["Workspace", async () => (await inWorkspace(signal)).toSorted()],
    ["Sample", async () => [await sample()]],
  ];
  let found: readonly Found[] = [];
  for (const [source, look] of places) {
    if (signal.aborted) return;
    const known = new Set(found.map(({ path }) => fileKey(path)));
    const fresh = (await look()).filter((path) => !known.has(fileKey(path)));
    found = [...found, ...fresh.map((path) => ({ path, name: basename(path), source }))];
    yield found;
  }
}

/** A text that comes with the extension. */
export function sampleText(samples: string, split: "search" | "validation" | "test"): string {
  return join(samples, "texts", `stories.${split}.jsonl`);
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const isThere = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => isThere[index]);
}
