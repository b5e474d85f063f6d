import { dirname, isAbsolute, relative, resolve, sep } from "node:path";

/** The model folder that a rate file means: relative to the file's own folder. */
export function resolveModelPath(file: string, model: string): string {
  return resolve(dirname(file), model);
}

/** How a model folder is named in a rate file: relative with forward slashes, so that both can move together. */
export function modelPathFor(file: string, model: string): string {
  const path = relative(dirname(resolve(file)), model);
  // Another drive of Windows has no relative path.
  return isAbsolute(path) ? path : path.split(sep).join("/") || ".";
}
