import { existsSync, realpathSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";

/** A desktop VS Code, or why there is none. */
export type Desktop = { readonly executable: string } | { readonly missing: string };

/** Where @vscode/test-electron keeps what it downloads; git ignores it. */
const cache = resolve(import.meta.dirname, "../../../.vscode-test");
const UPDATES = "https://update.code.visualstudio.com/api/releases/stable";
/** Milliseconds in which the host of the downloads must answer. */
const ANSWER_LIMIT = 5000;
/** Milliseconds for which a host that could not be reached is not asked again. */
const REMEMBERED = 24 * 3_600_000;

/** The desktop VS Code of `VSCODE_EXECUTABLE_PATH`, or of the PATH. It is of use only where there is a display. */
export function findDesktop(environment = process.env): Desktop {
  if (!hasDisplay(environment)) return { missing: "no display for a desktop VS Code" };
  const named = environment["VSCODE_EXECUTABLE_PATH"];
  if (named) return existsSync(named) ? { executable: named } : { missing: `VSCODE_EXECUTABLE_PATH: no ${named}` };
  const executable = (environment["PATH"] ?? "").split(delimiter).map(programBeside).find(Boolean);
  return executable ? { executable } : { missing: "no `code` on the PATH" };
}

/** The same, or one that is downloaded where none is named, unless its host could not be reached lately. */
export async function findOrDownloadDesktop(environment = process.env): Promise<Desktop> {
  const found = findDesktop(environment);
  const isDownloadUseful = hasDisplay(environment) && !environment["VSCODE_EXECUTABLE_PATH"];
  return "executable" in found || !isDownloadUseful ? found : download();
}

function hasDisplay(environment: NodeJS.ProcessEnv): boolean {
  return process.platform !== "linux" || Boolean(environment["DISPLAY"] || environment["WAYLAND_DISPLAY"]);
}

async function download(): Promise<Desktop> {
  const memory = join(cache, "unreachable");
  if (existsSync(memory) && Date.now() - statSync(memory).mtimeMs < REMEMBERED) {
    return { missing: "the downloads of VS Code could not be reached lately" };
  }
  try {
    await fetch(UPDATES, { signal: AbortSignal.timeout(ANSWER_LIMIT) });
    return { executable: await downloadAndUnzipVSCode({ cachePath: cache, reporter: new SilentReporter() }) };
  } catch {
    await mkdir(cache, { recursive: true });
    await writeFile(memory, "");
    return { missing: "the downloads of VS Code cannot be reached" };
  }
}

/**
 * The program of the installation whose command `code` lies in a folder. That command itself only starts the program and
 * does not wait for its tests.
 */
function programBeside(folder: string): string | undefined {
  const command = join(folder, process.platform === "win32" ? "code.cmd" : "code");
  if (folder === "" || !existsSync(command)) return undefined;
  const bin = dirname(realpathSync(command));
  const places = ["../code", "../Code.exe", "../../../MacOS/Electron", "../../../MacOS/Code"];
  return places.map((place) => join(bin, place)).find((path) => existsSync(path));
}
