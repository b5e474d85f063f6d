import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { PRODUCT_VERSION } from "../../src/protocol/version.ts";
import { inEditor } from "../support/vscode/editor.ts";

const root = resolve(import.meta.dirname, "../..");
const platform = `${process.platform}-${process.arch}`;

/** All that may be in the package, by what its path begins with. */
const ALLOWED = [
  ".vsixmanifest",
  "package.json",
  "readme.md",
  "changelog.md",
  "LICENSE.txt",
  "dist/",
  "media/",
  "samples/",
  "syntaxes/",
  "node_modules/onnxruntime-common/",
  "node_modules/onnxruntime-node/dist/",
  "node_modules/onnxruntime-node/package.json",
  `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`,
];
/** Megabytes of the .vsix, most of which are ONNX Runtime's. */
const LIMIT = 25;

describe("the package", () => {
  let folder: string;
  let vsix: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sp-package-"));
    vsix = join(folder, "self-pruner.vsix");
    await promisify(execFile)(process.execPath, [join(root, "scripts/package.ts"), "--out", vsix]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("is small", async (t) => {
    const megabytes = (await stat(vsix)).size / 1e6;
    t.diagnostic(`${platform}: ${megabytes.toFixed(1)} MB`);
    assert.ok(megabytes <= LIMIT, `${megabytes} MB`);
  });

  it(
    "holds what it needs and nothing else, and a search runs from it",
    inEditor(
      async (editor) => {
        const installed = join(editor.place.server.extensions, `self-pruner.self-pruner-${PRODUCT_VERSION}`);
        const files = await filesOf(installed);
        assert.deepEqual(files.filter(isUnexpected), []);
        assert.deepEqual(await filesThatTell(installed, files), []);
        await editor.run("Self-Pruner: Start Sample Search");
        await editor.searches.open();
        await editor.searches.row(/stories260K.* % ?[1-9]\d*\/\d/).waitFor();
        await editor.screenshot("installed");
        await editor.run("Self-Pruner: Stop Search");
        await editor.searches.row(/stories260K.*stopped/).waitFor();
      },
      () => ({ vsix }),
    ),
  );
});

function isUnexpected(file: string): boolean {
  return !ALLOWED.some((allowed) => file.startsWith(allowed));
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Files of ours with a source map, a path of this machine or something that looks like a key. */
async function filesThatTell(folder: string, files: readonly string[]): Promise<string[]> {
  const own = files.filter((file) => /^(dist|media|syntaxes|package\.json)/.test(file));
  const texts = await Promise.all(own.map((file) => readFile(join(folder, file), "utf8")));
  const tells = (text = "") => /sourceMappingURL=|\bsk-[A-Za-z0-9]{16,}/.test(text) || text.includes(root);
  return own.filter((_, index) => tells(texts[index]));
}
