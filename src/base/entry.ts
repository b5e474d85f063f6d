import { fileURLToPath } from "node:url";

/** Programs of the product that are started as processes of their own. */
export type Entry = "runner" | "engine" | "cli";

const sources: Record<Entry, string> = {
  runner: "../runner/main.ts",
  engine: "../evaluation/engine-main.ts",
  cli: "../cli/main.ts",
};

/** Path of a program: beside this file when bundled, its source (which Node runs as it is) in the checkout. */
export function entryPath(entry: Entry): string {
  const bundled = import.meta.url.endsWith(".js");
  return fileURLToPath(new URL(bundled ? `./${entry}.js` : sources[entry], import.meta.url));
}
