import { posix, win32 } from "node:path";

/**
 * One name for a file however its absolute path is written, to compare and to look up by; not to open it by. VS Code
 * writes the drive letters of Windows small, Node and people large; there both kinds of slash mean the same, and a slash at
 * the end of a folder means nothing anywhere.
 *
 * @param path absolute
 */
export function fileKey(path: string, platform: NodeJS.Platform = process.platform): string {
  const { normalize, parse, sep } = platform === "win32" ? win32 : posix;
  const written = normalize(path);
  const { root } = parse(written);
  const whole = written.length > root.length && written.endsWith(sep) ? written.slice(0, -1) : written;
  return platform === "win32" ? whole.replace(/^[a-z]:/, (drive) => drive.toUpperCase()) : whole;
}

/** Whether two absolute paths name the same file. Neither has to be there. */
export function isSameFile(one: string, other: string, platform: NodeJS.Platform = process.platform): boolean {
  return fileKey(one, platform) === fileKey(other, platform);
}

/** The paths without those that name a file a second time. */
export function distinctFiles(paths: readonly string[], platform: NodeJS.Platform = process.platform): string[] {
  const first = new Map<string, string>();
  for (const path of paths) {
    const key = fileKey(path, platform);
    if (!first.has(key)) first.set(key, path);
  }
  return [...first.values()];
}
