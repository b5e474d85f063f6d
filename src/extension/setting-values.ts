import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { defaultDataFolder } from "../base/data-folder.ts";

/** As package.json says it. */
const DEFAULT_WINDOWS = 64;

/**
 * The settings of the extension, read when they are asked for. A settings file is written by hand, so a value of another
 * type than package.json says counts as not set.
 */
export class SettingValues {
  readonly #get: (name: string) => unknown;
  readonly #environment: NodeJS.ProcessEnv;

  /** @param get the value of a setting by its name below `selfPruner.` */
  constructor(get: (name: string) => unknown, environment = process.env) {
    this.#get = get;
    this.#environment = environment;
  }

  /** Absolute path of the folder of the searches and the runner. */
  get dataFolder(): string {
    const folder = this.#text("dataFolder");
    return folder === "" ? resolve(defaultDataFolder(this.#environment)) : resolve(homedir(), fromHome(folder));
  }

  /** Path or name of the Node that runs the runner; empty when none is set. */
  get nodePath(): string {
    return fromHome(this.#text("nodePath"));
  }

  /** Whether a notification tells that a search has ended. */
  get notifyAtEnd(): boolean {
    return this.#get("notifyAtEnd") !== false;
  }

  /** Whether a rate file is told of first and last layers that are cut deeper than their neighbours. */
  get edgeHints(): boolean {
    return this.#get("rateFiles.edgeHints") !== false;
  }

  /** Windows that a rate file is measured on at most; undefined for all that the text has. */
  get evaluationWindows(): number | undefined {
    const windows = this.#get("evaluationWindows");
    if (windows === 0) return undefined;
    return typeof windows === "number" && Number.isSafeInteger(windows) && windows > 0 ? windows : DEFAULT_WINDOWS;
  }

  /** As it is written; `readLlmPrices` reads it. */
  get llmPrices(): unknown {
    return this.#get("llmPrices");
  }

  #text(name: string): string {
    const value = this.#get(name);
    return typeof value === "string" ? value.trim() : "";
  }
}

/** `~` is what a shell would make of it, and no shell sees a setting. */
function fromHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path;
}
