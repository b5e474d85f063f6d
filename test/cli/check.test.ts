import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cliWorkplace, samples } from "../support/cli-process.ts";

const model = JSON.stringify(join(samples, "stories260K"));

describe("self-pruner check", () => {
  it("prints file:line:column for each problem and ends with 3", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "wrong.prune"), `model: ${model}\ntarget: 30%\nlayers:\n  0-3: 0.3\n`);
    const { code, stdout } = await cli.run("check", "wrong.prune");
    assert.equal(code, 3);
    assert.deepEqual(stdout.trim().split("\n"), [
      "wrong.prune:2:9: error percent The target is a fraction, not a percentage: write 0.3 for 30%.",
      "wrong.prune:3:1: error layer-missing Layer 4 has no rate.",
    ]);
    const { records } = await cli.run("check", "wrong.prune", "--json");
    const [first] = records();
    assert.deepEqual([first?.["line"], first?.["end"]], [2, { line: 2, column: 12 }]);
  });

  it("says so of a good file, and warns of a model that is not there", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "good.prune"), `model: ${model}\ntarget: 0.3\nlayers:\n  0-4: 0.3\n`);
    const good = await cli.run("check", "good.prune");
    assert.deepEqual([good.code, good.stdout, good.stderr], [0, "good.prune: no problems\n", ""]);
    await writeFile(join(cli.folder, "lost.prune"), "model: nowhere\nlayers: {0: 0.3}\n");
    const lost = await cli.run("check", "lost.prune");
    assert.equal(lost.code, 0);
    assert.match(
      lost.stdout,
      /^lost\.prune:1:8: warning model-unreadable The model folder .*nowhere does not exist\.\n$/,
    );
    assert.equal((await cli.run("check", "lost.prune", "--model", "nowhere")).code, 1);
  });
});

describe("self-pruner's errors", () => {
  it("are one sentence and a hint, with a code, and without a stack", async (t) => {
    const cli = await cliWorkplace(t);
    const missing = await cli.run("search", "--model", "nowhere", "--text", "t.txt", "--target", "0.3");
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^error: The model folder .*nowhere does not exist\.\n$/);
    const usage = await cli.run("search", "--model", "nowhere");
    assert.equal(usage.code, 2);
    assert.match(usage.stderr, /^error: The option --text FILE is missing\.\nhint: .*\n$/);
    const unknown = await cli.run("serach");
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /Did you mean search\?/);
  });
});
