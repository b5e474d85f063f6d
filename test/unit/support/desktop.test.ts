import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { findDesktop } from "../../support/vscode/desktop.ts";

const skip = process.platform === "win32" && "links need a privilege on Windows";

describe("finding a desktop VS Code", { skip }, () => {
  it("finds the program that the command on the PATH belongs to", async (t) => {
    const { bin, program } = await installation(t, "usr/share/code");
    assert.deepEqual(findDesktop({ DISPLAY: ":0", PATH: `/nowhere:${bin}` }), { executable: program });
  });

  it("takes no command of a remote VS Code for one", async (t) => {
    const { bin, program } = await installation(t, "server");
    await rm(program);
    assert.deepEqual(findDesktop({ DISPLAY: ":0", PATH: bin }), { missing: "no `code` on the PATH" });
  });

  it("prefers the one that is named, and says when it is not there", async (t) => {
    const { bin, program } = await installation(t, "code");
    const named = { DISPLAY: ":0", PATH: bin, VSCODE_EXECUTABLE_PATH: process.execPath };
    assert.deepEqual(findDesktop(named), { executable: process.execPath });
    const lost = { ...named, VSCODE_EXECUTABLE_PATH: join(program, "lost") };
    assert.deepEqual(findDesktop(lost), { missing: `VSCODE_EXECUTABLE_PATH: no ${join(program, "lost")}` });
  });

  it("has no use for one without a display", { skip: process.platform !== "linux" }, async (t) => {
    const { bin } = await installation(t, "code");
    assert.deepEqual(findDesktop({ PATH: bin }), { missing: "no display for a desktop VS Code" });
  });
});

/** A program, its command beside it, and a link to the command as a PATH has it. */
async function installation(t: TestContext, name: string): Promise<{ bin: string; program: string }> {
  const folder = await mkdtemp(join(tmpdir(), "sp-desktop-"));
  t.after(() => rm(folder, { recursive: true }));
  const program = join(folder, name, "code");
  await mkdir(join(folder, name, "bin"), { recursive: true });
  await writeFile(program, "");
  await writeFile(join(folder, name, "bin/code"), "");
  await mkdir(join(folder, "bin"));
  await symlink(join(folder, name, "bin/code"), join(folder, "bin/code"));
  return { bin: join(folder, "bin"), program };
}
