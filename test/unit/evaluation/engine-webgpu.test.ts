import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openTiny, randomKept, temporaryFolder, unhurried, worstRelative } from "../../support/tiny-engine.ts";
import { webgpuModels } from "../../support/webgpu-models.ts";

/** A Vulkan device in software, part of Debian's chromium-common. */
const swiftshader = "/usr/lib/chromium/vk_swiftshader_icd.json";
const program = fileURLToPath(new URL("../../support/webgpu-losses.ts", import.meta.url));

/** Both sides are float32 with their own order of summation. */
const TOLERANCE = 1e-5;

interface Answer {
  readonly failure?: string;
  readonly results?: Record<string, { readonly losses: number[]; readonly divergence: number[] }>;
}

describe("the whole graph on WebGPU", () => {
  it("equals the chain on the CPU, with dropped half blocks, and so does the divergence", async (t) => {
    const { failure, results = {} } = await onWebGpu(t);
    if (failure?.includes("adapter")) return t.skip(`there is no WebGPU adapter here: ${failure.split("\n")[0]}`);
    assert.equal(failure, undefined);
    for (const [name, model] of Object.entries(webgpuModels)) {
      const { engine } = await openTiny(t, model);
      const kept = randomKept(model, 0.6, 3).map((units, layer) =>
        layer === 1 ? { groups: new Int32Array(), neurons: units.neurons } : units,
      );
      const losses = await engine.tokenLosses({ text: "text", from: 0, to: 3, kept }, unhurried);
      await engine.prepareKl("text", unhurried);
      const kl = await engine.evaluate({ text: "text", from: 0, to: 3, kept, objective: "kl" }, unhurried);
      const { [name]: actual } = results;
      assert.ok(actual);
      assert.ok(worstRelative(actual.losses, losses, 0.1) < TOLERANCE);
      assert.ok(worstRelative(actual.divergence, kl.losses, 0.1) < 5 * TOLERANCE, "the rest is a float32 difference");
    }
  });
});

/** In a process of its own: a driver that dies must not take the test runner with it. */
async function onWebGpu(t: TestContext): Promise<Answer> {
  const folder = temporaryFolder(t);
  const environment = existsSync(swiftshader) ? { VK_ICD_FILENAMES: swiftshader } : {};
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder], {
    env: { XDG_RUNTIME_DIR: folder, ...process.env, ...environment },
    timeout: 120_000,
  });
  return JSON.parse(stdout);
}
