import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { removeOlderStages, stagePrograms } from "../../../../src/extension/runner/stage-programs.ts";

const here = `${process.platform}/${process.arch}`;
const native = "node_modules/onnxruntime-node";

/** What an extension's folder holds, and whether a runner needs it. */
const files: Readonly<Record<string, boolean>> = {
  "package.json": true,
  "dist/runner.js": true,
  "dist/engine.js": true,
  "dist/runner.js.map": false,
  "dist/extension.cjs": false,
  [`${native}/package.json`]: true,
  [`${native}/dist/index.js`]: true,
  [`${native}/dist/index.js.map`]: false,
  [`${native}/dist/index.d.ts`]: false,
  [`${native}/lib/index.ts`]: false,
  [`${native}/bin/napi-v6/${here}/onnxruntime_binding.node`]: true,
  [`${native}/bin/napi-v6/${here}/libonnxruntime.so.1`]: true,
  [`${native}/bin/napi-v6/plan9/x64/onnxruntime_binding.node`]: false,
  [`${native}/bin/napi-v6/${process.platform}/z80/onnxruntime_binding.node`]: false,
  "node_modules/onnxruntime-common/package.json": true,
  "node_modules/onnxruntime-common/dist/cjs/index.js": true,
  "node_modules/onnxruntime-common/dist/esm/index.js": false,
  "node_modules/zod/index.js": false,
};
const samples = ["samples/model/config.json", "samples/texts/search.jsonl"];

async function setUp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-stage-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [extension, data] = [join(folder, "extension"), join(folder, "data")];
  for (const file of [...Object.keys(files), ...samples]) {
    await mkdir(dirname(join(extension, file)), { recursive: true });
    await writeFile(join(extension, file), `content of ${file}`);
  }
  return { extension, data };
}

/** Paths of all files below a folder. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

function stageOf({ program }: { program: string }): string {
  return dirname(dirname(program));
}

describe("staged programs", () => {
  it("are what a runner needs on this platform, in a folder that only its user can enter", async (t) => {
    const { extension, data } = await setUp(t);
    const staged = await stagePrograms(extension, data);
    const needed = Object.keys(files).filter((file) => files[file]);
    assert.deepEqual(await filesOf(stageOf(staged)), needed.toSorted());
    assert.equal(await readFile(staged.program, "utf8"), "content of dist/runner.js");
    assert.deepEqual(await filesOf(staged.samples), ["model/config.json", "texts/search.jsonl"]);
    if (process.platform !== "win32") assert.equal((await stat(data)).mode & 0o777, 0o700);
  });

  it("are copied once", async (t) => {
    const { extension, data } = await setUp(t);
    const first = await stagePrograms(extension, data);
    await writeFile(join(stageOf(first), "package.json"), "would be overwritten");
    await writeFile(join(first.samples, "model/config.json"), "would be overwritten, too");
    assert.deepEqual(await stagePrograms(extension, data), first);
    assert.equal(await readFile(join(stageOf(first), "package.json"), "utf8"), "would be overwritten");
    assert.equal(await readFile(join(first.samples, "model/config.json"), "utf8"), "would be overwritten, too");
  });

  it("are the same for windows that begin at once, and nothing is left of the slower ones", async (t) => {
    const { extension, data } = await setUp(t);
    const all = await Promise.all(Array.from({ length: 5 }, () => stagePrograms(extension, data)));
    for (const staged of all) assert.deepEqual(staged, all[0]);
    assert.equal((await readdir(join(data, "programs"))).length, 1);
    assert.equal((await readdir(join(data, "samples"))).length, 1);
  });

  it("are others after an update, while the samples of unchanged content keep their place", async (t) => {
    const { extension, data } = await setUp(t);
    const before = await stagePrograms(extension, data);
    await writeFile(join(extension, "dist/runner.js"), "a newer build");
    const after = await stagePrograms(extension, data);
    assert.notEqual(after.program, before.program);
    assert.equal(after.samples, before.samples);
    assert.equal(await readFile(after.program, "utf8"), "a newer build");
    assert.equal(await readFile(before.program, "utf8"), "content of dist/runner.js");
  });

  it("stand alone where a checkout links to its packages", { skip: process.platform === "win32" }, async (t) => {
    const { extension, data } = await setUp(t);
    const packages = join(extension, "../packages");
    await cp(join(extension, "node_modules"), packages, { recursive: true });
    const library = join(packages, "onnxruntime-node/bin/napi-v6", here, "libonnxruntime.so");
    await symlink("libonnxruntime.so.1", library);
    await rm(join(extension, "node_modules"), { recursive: true });
    await symlink(packages, join(extension, "node_modules"));
    const staged = await stagePrograms(extension, data);
    await rm(packages, { recursive: true });
    for (const name of ["onnxruntime_binding.node", "libonnxruntime.so"]) {
      const copy = join(stageOf(staged), native, "bin/napi-v6", here, name);
      assert.match(await readFile(copy, "utf8"), /^content of/);
    }
  });

  for (const missing of ["dist/engine.js", `${native}/package.json`, `${native}/bin/napi-v6/${here}`, "samples"]) {
    it(`name what is missing: ${missing}`, async (t) => {
      const { extension, data } = await setUp(t);
      await rm(join(extension, missing), { recursive: true });
      await assert.rejects(stagePrograms(extension, data), (error: Error & { code: string; hint: string }) => {
        assert.equal(error.code, "programs-missing");
        assert.ok(error.message.includes(missing) && error.message.includes(extension), error.message);
        assert.match(error.hint, /Install the extension again/);
        return true;
      });
      const left = await filesOf(data);
      assert.ok(
        left.every((file) => !file.startsWith("programs/.")),
        `half a copy: ${left}`,
      );
    });
  }

  it("say so when the data folder cannot take them", async (t) => {
    const { extension, data } = await setUp(t);
    await writeFile(data, "a file where the folder should be");
    await assert.rejects(stagePrograms(extension, data), { name: "UserError", code: "programs-copy", message: /data/ });
  });
});

describe("older stages", () => {
  it("are removed when nobody has asked for them for a while, with what died halfway", async (t) => {
    const { extension, data } = await setUp(t);
    const stages = join(data, "programs");
    const old = await stagePrograms(extension, data);
    await writeFile(join(extension, "dist/runner.js"), "a newer build");
    const recent = await stagePrograms(extension, data);
    await writeFile(join(extension, "dist/runner.js"), "the newest build");
    const current = await stagePrograms(extension, data);
    await mkdir(join(stages, ".halfway"));
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const stage of [stageOf(old), stageOf(current), join(stages, ".halfway")]) {
      await utimes(stage, longAgo, longAgo);
    }
    await removeOlderStages(data, current);
    const left = [stageOf(recent), stageOf(current)].map((stage) => relative(stages, stage));
    assert.deepEqual((await readdir(stages)).toSorted(), left.toSorted());
    assert.deepEqual(await filesOf(old.samples), ["model/config.json", "texts/search.jsonl"], "searches name them");
  });

  it("are in use again as soon as somebody asks for them", async (t) => {
    const { extension, data } = await setUp(t);
    const old = await stagePrograms(extension, data);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(stageOf(old), longAgo, longAgo);
    await stagePrograms(extension, data);
    await writeFile(join(extension, "dist/runner.js"), "a newer build");
    await removeOlderStages(data, await stagePrograms(extension, data));
    assert.equal((await readdir(join(data, "programs"))).length, 2);
  });
});
