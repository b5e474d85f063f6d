import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { mustBeWritable, writeResult } from "../../../src/cli/rate-file-path.ts";

describe("writeResult", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "self-pruner-cli-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("takes the next free name, writes over one only when forced, and leaves nothing else behind", async () => {
    const path = join(folder, "best.prune");
    const written = [];
    for (const text of ["one", "two", "three"]) written.push(await writeResult(path, text, false));
    assert.deepEqual(written, [path, join(folder, "best-2.prune"), join(folder, "best-3.prune")]);
    assert.equal(await writeResult(path, "four", true), path);
    assert.equal(await readFile(path, "utf8"), "four");
    assert.equal(await readFile(join(folder, "best-2.prune"), "utf8"), "two");
    assert.deepEqual((await readdir(folder)).sort(), ["best-2.prune", "best-3.prune", "best.prune"]);
  });

  it("gives each of many writers at once a file of its own", async () => {
    const path = join(folder, "race.prune");
    const texts = ["a", "b", "c", "d"];
    const written = await Promise.all(texts.map((text) => writeResult(path, text, false)));
    assert.deepEqual(await Promise.all(written.map((file) => readFile(file, "utf8"))), texts);
  });

  it("says before a search that the folder is missing", async () => {
    await mustBeWritable(join(folder, "new.prune"));
    await assert.rejects(
      mustBeWritable(join(folder, "missing", "new.prune")),
      (error) => error instanceof UserError && error.code === "out-not-writable",
    );
  });
});
