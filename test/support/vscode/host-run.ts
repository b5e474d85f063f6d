import { existsSync, globSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { messageOf } from "../../../src/base/errors.ts";
import { findChromium, NO_CHROMIUM } from "./chromium.ts";
import { findOrDownloadDesktop } from "./desktop.ts";
import type { EditorPlace } from "./editor-place.ts";
import type { HostResult } from "./host-result.ts";
import { installLanguageModels } from "./language-models/install.ts";
import { prepareServer } from "./server-files.ts";

const root = resolve(import.meta.dirname, "../../..");
const bundles = join(root, "out/vscode");

/** The program that @vscode/test-electron starts, or why there is none. */
export type Launcher = { readonly executable: string; readonly name: string } | { readonly missing: string };

/** A desktop VS Code where there can be one, and the VS Code server with a headless Chromium elsewhere. */
export async function findLauncher(say: (text: string) => void): Promise<Launcher> {
  const desktop = await findOrDownloadDesktop();
  if ("executable" in desktop) return { ...desktop, name: `the desktop VS Code ${desktop.executable}` };
  if (!findChromium()) return { missing: `${desktop.missing}, and ${NO_CHROMIUM}` };
  try {
    await prepareServer(say);
  } catch (error) {
    return { missing: `${desktop.missing}, and ${messageOf(error)}` };
  }
  return { executable: join(import.meta.dirname, "code"), name: `the VS Code server (${desktop.missing})` };
}

/**
 * Runs the tests of test/vscode/host in the extension host of a real VS Code, with the extension from the checkout.
 *
 * @param grep words in the titles of those that are run; all without it
 * @returns what they found, from a file that they write: an extension host that died leaves none
 * @throws Error with all that was printed, when they did not come to their end
 */
export async function runInHost(executable: string, place: EditorPlace, grep = ""): Promise<HostResult> {
  await Promise.all([bundleTests(), installLanguageModels(place)]);
  const resultFile = join(place.folder, "result.json");
  const printed = new Printed();
  const failure = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(bundles, "index.cjs"),
    launchArgs: [
      place.workspace,
      `--user-data-dir=${place.server.user}`,
      `--extensions-dir=${place.server.extensions}`,
    ],
    extensionTestsEnv: {
      ...place.environment,
      SELF_PRUNER_TEST_NODE: process.execPath,
      SELF_PRUNER_TEST_RESULT: resultFile,
      SELF_PRUNER_TEST_GREP: grep,
    },
    stdout: printed,
    stderr: printed,
  }).then(() => undefined, messageOf);
  if (existsSync(resultFile)) {
    const result = JSON.parse(await readFile(resultFile, "utf8")) as HostResult;
    const isExplained = result.tests.some(({ error }) => error !== undefined);
    if (failure === undefined || isExplained) return result;
  }
  throw new Error(`The tests in VS Code did not come to their end: ${failure ?? "no result"}\n${printed.text}`);
}

/** VS Code requires CommonJS, and the tests are TypeScript. */
async function bundleTests(): Promise<void> {
  await rm(bundles, { recursive: true, force: true });
  await build({
    entryPoints: globSync(join(root, "test/vscode/host/*.ts")),
    outdir: bundles,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    // CommonJS has no `import.meta`.
    define: { "import.meta.url": "__url" },
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "warning",
  });
}

class Printed extends Writable {
  text = "";

  override _write(chunk: unknown, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
