import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import { until } from "../support/runner-kit.ts";

const root = resolve(import.meta.dirname, "../..");
const program = join(root, "scripts/start.ts");
const wish = join(root, "out/sample-starter/wanted");
/** Gives a program a terminal, and its output to us. */
const TERMINAL = "/usr/bin/script";

describe("npm start", { skip: process.platform === "win32" && "the stand-in for VS Code is a shell script" }, () => {
  it("stays in the terminal where nobody sits at it", async (t) => {
    const { environment, opened } = await desktop(t);
    const { stdout } = await promisify(execFile)(process.execPath, [program, "--help"], { env: environment });
    assert.match(stdout, /--sample/);
    assert.equal(existsSync(opened), false);
  });

  const skip = !existsSync(TERMINAL) && `no ${TERMINAL}`;
  it("opens the extension in a desktop VS Code for who sits at a terminal", { skip }, async (t) => {
    const { environment, opened } = await desktop(t);
    t.after(() => rm(dirname(wish), { recursive: true, force: true }));
    const { stdout } = await inTerminal(`'${process.execPath}' '${program}'`, environment);
    assert.match(stdout, /starts in VS Code/);
    const words = await until(
      "VS Code is opened",
      async () => (await readFile(opened, "utf8").catch(() => "")) || undefined,
    );
    const extensions = [root, dirname(wish)].map((folder) => `--extensionDevelopmentPath=${folder}`);
    assert.deepEqual(words.trim().split("\n"), ["--new-window", ...extensions, join(root, "samples")]);
    assert.ok(existsSync(wish), "the sample search is asked for");
  });

  it("stays in the terminal when that is asked for", { skip }, async (t) => {
    const { environment, opened } = await desktop(t);
    const { stdout } = await inTerminal(`'${process.execPath}' '${program}' --terminal --help`, environment);
    assert.match(stdout, /--sample/);
    assert.equal(existsSync(opened), false);
  });
});

/** An environment with a display and a program that stands in for VS Code: it writes what it was started with. */
async function desktop(t: TestContext): Promise<{ environment: NodeJS.ProcessEnv; opened: string }> {
  const folder = await mkdtemp(join(tmpdir(), "sp-start-"));
  t.after(() => rm(folder, { recursive: true }));
  const code = join(folder, "code");
  const opened = join(folder, "opened");
  await writeFile(code, `#!/bin/sh\nprintf '%s\\n' "$@" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`);
  await chmod(code, 0o755);
  const environment = { ...process.env, DISPLAY: ":0", VSCODE_EXECUTABLE_PATH: code, SELF_PRUNER_DATA: folder };
  return { environment, opened };
}

function inTerminal(command: string, env: NodeJS.ProcessEnv): Promise<{ stdout: string }> {
  return promisify(execFile)(TERMINAL, ["-qec", command, "/dev/null"], { env, cwd: root });
}
