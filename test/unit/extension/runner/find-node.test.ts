import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { findNode } from "../../../../src/extension/runner/find-node.ts";

const real = process.execPath;
const version = process.versions.node;

/** A folder for programs that pretend to be Node. */
async function folderOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-node-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, script: string, mode = 0o755): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, mode);
    return path;
  };
  /** Finds programs of the folder before the system's, which the scripts need. */
  const environment = { PATH: [folder, "/usr/bin", "/bin"].join(delimiter) };
  return { folder, write, environment };
}

function answering(told: object): string {
  return `echo '${JSON.stringify({ version: "24.0.0", execPath: "/opt/node", sqlite: true, ...told })}'`;
}

describe("the Node that runs the runner", { skip: process.platform === "win32" }, () => {
  it("is the one of the setting", async (t) => {
    const { write, environment } = await folderOf(t);
    await write("node", answering({}));
    const found = await findNode({ setting: real, environment });
    assert.deepEqual(found, { execPath: real, version, origin: "setting", environment: {} });
  });

  it("is the one that a program on the PATH really is", async (t) => {
    const { write, environment } = await folderOf(t);
    await write("node", `exec ${real} "$@"`);
    const found = await findNode({ setting: "", environment, ownPath: "/not/there" });
    assert.deepEqual(found, { execPath: real, version, origin: "path", environment: {} });
  });

  it("is VS Code's own, told to be a Node, when the PATH has none or an old one", async (t) => {
    const { write, environment, folder } = await folderOf(t);
    const asNodeOnly = '[ "$ELECTRON_RUN_AS_NODE" = 1 ] || exit 1';
    const own = await write("code", `${asNodeOnly}\n${answering({ execPath: "code" })}`);
    const asNode = { ELECTRON_RUN_AS_NODE: "1" };
    const expected = { execPath: "code", version: "24.0.0", origin: "own", environment: asNode };
    const nowhere = { PATH: folder };
    assert.deepEqual(await findNode({ setting: "", environment: nowhere, ownPath: own }), expected);
    await write("node", answering({ version: "22.12.9" }));
    assert.deepEqual(await findNode({ setting: "", environment, ownPath: own }), expected);
  });

  it("is asked and run without what an editor sets for its own processes", async (t) => {
    const { write, environment } = await folderOf(t);
    await write("node", `[ -z "$NODE_OPTIONS$VSCODE_PID$ELECTRON_RUN_AS_NODE" ] || exit 1\n${answering({})}`);
    const editor = { NODE_OPTIONS: "--inspect", VSCODE_PID: "1", ELECTRON_RUN_AS_NODE: "1" };
    const found = await findNode({ setting: "", environment: { ...environment, ...editor, HOME: "/" } });
    assert.equal(found.origin, "path");
    assert.deepEqual(Object.entries(found.environment).toSorted(), [
      ["ELECTRON_RUN_AS_NODE", undefined],
      ["NODE_OPTIONS", undefined],
      ["VSCODE_PID", undefined],
    ]);
  });

  it("may be as old as 22.13, and no older", async (t) => {
    const { write, environment } = await folderOf(t);
    for (const [told, isGood] of [
      ["22.13.0", true],
      ["23.0.0", true],
      ["100.1.0", true],
      ["22.12.0", false],
      ["8.17.0", false],
    ] as const) {
      await write("node", answering({ version: told }));
      const finding = findNode({ setting: "", environment, ownPath: "/not/there" });
      if (isGood) assert.equal((await finding).version, told);
      else
        await assert.rejects(finding, {
          code: "node-unusable",
          message: new RegExp(`node of the PATH is Node ${told}`),
        });
    }
  });

  it("is not replaced when the one of the setting is of no use: the error says why", async (t) => {
    const { write, environment, folder } = await folderOf(t);
    await write("node", `exec ${real} "$@"`);
    const problems = {
      [join(folder, "nothing")]: /nothing \(setting\) is not there\.$/,
      [await write("forbidden", answering({}), 0o644)]: /cannot be run\.$/,
      [await write("old", answering({ version: "20.1.0" }))]: /is Node 20\.1\.0\.$/,
      [await write("bare", answering({ sqlite: false }))]: /is Node 24\.0\.0 without node:sqlite\.$/,
      [await write("silent", "true")]: /is no Node\.$/,
      [await write("other", "echo 7")]: /is no Node\.$/,
      [await write("failing", "exit 3")]: /is no Node\.$/,
      // What it starts holds the pipe open after it was killed itself.
      [await write("hanging", "trap '' TERM\nsleep 60")]: /did not answer within 0\.3 seconds\.$/,
    };
    for (const [setting, message] of Object.entries(problems)) {
      const finding = findNode({
        setting,
        environment,
        ownPath: real,
        limit: setting.includes("hanging") ? 300 : 5000,
      });
      await assert.rejects(finding, { name: "UserError", code: "node-unusable", message });
    }
  });

  it("is said to be missing with every place that was looked at", async (t) => {
    const { folder } = await folderOf(t);
    await assert.rejects(findNode({ setting: "", environment: { PATH: folder }, ownPath: join(folder, "code") }), {
      message:
        "The background process needs Node 22.13 or newer, but node of the PATH is not there, and VS Code's own is not there.",
      hint: /nodePath/,
    });
  });
});
