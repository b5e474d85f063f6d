import { stat } from "node:fs/promises";
import { join } from "node:path";
import { modelFacts } from "../model/model-facts.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import type { Surroundings } from "../ratefile/check.ts";
import type { KnownModel } from "../ratefile/document.ts";

/** Files whose change makes a folder another model. */
const telling = [".", "config.json", "model.safetensors", "model.safetensors.index.json"];

interface Opened {
  readonly changed: string;
  readonly model: Promise<KnownModel>;
}

/**
 * Model folders as rate files name them. A folder is read once, headers and config alone, and again when it changed; one
 * that cannot be opened is tried again when something changed about it.
 */
export class ModelCache implements Surroundings {
  readonly #opened = new Map<string, Opened>();

  async openModel(folder: string): Promise<KnownModel> {
    const changed = await lastChange(folder);
    const cached = this.#opened.get(folder);
    if (cached?.changed === changed) return cached.model;
    const model = openModelFolder(folder).then(modelFacts);
    this.#opened.set(folder, { changed, model });
    return model;
  }

  async isFile(path: string): Promise<boolean> {
    return (await stat(path).catch(() => undefined))?.isFile() ?? false;
  }
}

async function lastChange(folder: string): Promise<string> {
  const times = telling.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs);
  return (await Promise.all(times)).join(" ");
}
