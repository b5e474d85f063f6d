import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";
import { prepareLaunch } from "../../src/extension/runner/launch.ts";
import { type StagedPrograms, stagePrograms } from "../../src/extension/runner/stage-programs.ts";
import { LinkKit, untilPresence } from "../support/link-kit.ts";
import { childrenOf } from "../support/processes.ts";
import { smallSearch, until } from "../support/runner-kit.ts";

const root = resolve(import.meta.dirname, "../..");

describe("a runner that was staged", () => {
  before(async () => {
    const isBuilt = await stat(join(root, "dist/runner.js")).then(Boolean, () => false);
    if (!isBuilt) await promisify(execFile)(process.execPath, ["scripts/build.ts"], { cwd: root });
  });

  it("runs a search from the data folder alone", async (t) => {
    const kit = await LinkKit.create(t);
    const { dataFolder } = kit.runners;
    const stage = (): Promise<StagedPrograms> => stagePrograms(root, dataFolder);
    const link = kit.link({
      launch: () => prepareLaunch({ dataFolder, stage, nodePath: () => process.execPath, isTrusted: () => true }),
    });
    const { program, samples } = await stage();
    assert.ok(program.startsWith(dataFolder), program);
    const { id } = await link.request("search/start", {
      spec: smallSearch({
        model: join(samples, "stories260K"),
        texts: { search: { path: join(samples, "texts/stories.search.jsonl"), field: "text" } },
      }),
    });
    const { welcome } = await untilPresence(link, "attached");
    if (process.platform === "linux") await assertFromStage(welcome.pid, dirname(dirname(program)));
    const { summary } = await until("the search has ended", async () => {
      const detail = await link.request("search/get", { id });
      return ["finished", "failed"].includes(detail.summary.state) ? detail : undefined;
    });
    assert.equal(summary.state, "finished", summary.status);
    assert.ok(Number(summary.bestFitness) > 1);
  });
});

/** The runner, its engines and the ONNX Runtime in them are the staged ones. */
async function assertFromStage(runner: number, stage: string): Promise<void> {
  assert.ok((await readFile(`/proc/${runner}/cmdline`, "utf8")).includes(stage));
  const maps = await until("an engine has loaded ONNX Runtime", async () => {
    const all = await Promise.all(
      childrenOf(runner).map((pid) => readFile(`/proc/${pid}/maps`, "utf8").catch(() => "")),
    );
    return all.find((text) => text.includes("libonnxruntime"));
  });
  const loaded = maps.split("\n").filter((line) => /onnxruntime/.test(line));
  for (const line of loaded) assert.ok(line.includes(join(stage, "node_modules/onnxruntime-node/bin")), line);
}
