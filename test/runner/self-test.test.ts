import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it, type TestContext } from "node:test";
import { cudaLibraryFolder, installCudaProvider } from "../../src/evaluation/cuda-provider.ts";
import type { Engine } from "../../src/evaluation/engine.ts";
import { RemoteEngine } from "../../src/evaluation/remote-engine.ts";
import { type OpenEngine, selfTest } from "../../src/evaluation/self-test.ts";
import { startNugetServer } from "../support/nuget-server.ts";
import { zipArchive } from "../support/zip-archive.ts";

const never = new AbortController().signal;
const webgpu = { device: "webgpu", precision: "fp32", speed: false } as const;

const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** Sets an environment variable that engines inherit, until the test ends. */
function setForTest(t: TestContext, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  t.after(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

/** Puts the CPU in the place of a graphics processor that changes one loss. */
function wrong(change: (loss: number) => number): OpenEngine {
  return async (options, signal) => {
    const engine = await RemoteEngine.open({ ...options, device: "cpu" }, signal);
    if (options.device === "cpu") return engine;
    const changed: Pick<Engine, "setText" | "tokenLosses" | "close"> = {
      setText: (name, windows) => engine.setText(name, windows),
      tokenLosses: async (request, inner) => {
        const losses = await engine.tokenLosses(request, inner);
        losses[20] = change(losses[20] ?? Number.NaN);
        return losses;
      },
      close: () => engine.close(),
    };
    return changed as Engine;
  };
}

it("a device passes with the CPU's losses and fails with one that is off by more than rounding", async () => {
  const passed = await selfTest(
    webgpu,
    never,
    wrong((loss) => loss * (1 + 5e-7)),
  );
  assert.ok(passed.passed && passed.error > 0);
  for (const change of [(loss: number) => loss * 1.0001, () => Number.NaN]) {
    const failed = await selfTest(webgpu, never, wrong(change));
    assert.ok(!failed.passed);
    assert.match(failed.reason, /losses differ/);
  }
});

it("the CPU against itself differs in nothing and takes about as long", async () => {
  const report = await selfTest({ device: "cpu", precision: "fp32", speed: true }, never);
  assert.ok(report.passed);
  assert.equal(report.error, 0);
  assert.ok(report.relativeTime && report.relativeTime > 0.02 && report.relativeTime < 50);
});

it("WebGPU over software Vulkan agrees with the CPU within 1e-5", async (t) => {
  if (!existsSync(SWIFTSHADER)) return t.skip("software Vulkan (SwiftShader of chromium-common) is not installed");
  setForTest(t, "VK_ICD_FILENAMES", SWIFTSHADER);
  const report = await selfTest(webgpu, never);
  assert.ok(report.passed, JSON.stringify(report));
  assert.ok(report.error <= 1e-5);
});

it("can be aborted", async () => {
  const reason = new Error("never mind");
  await assert.rejects(selfTest(webgpu, AbortSignal.abort(reason)), (error) => error === reason);
});

it("ONNX Runtime looks for the CUDA provider where it was installed, and a broken one is told", async (t) => {
  if (`${process.platform}/${process.arch}` !== "linux/x64") return t.skip("only linux/x64 has a CUDA provider");
  const dataFolder = await mkdtemp(join(tmpdir(), "cuda-self-test-"));
  const names = ["shared", "cuda", "tensorrt"].map((name) => `libonnxruntime_providers_${name}.so`);
  const files = names.map((name) => ({ name: `runtimes/linux-x64/native/${name}`, data: Buffer.from("no library") }));
  const server = await startNugetServer(zipArchive(files));
  t.after(async () => {
    await server.close();
    await rm(dataFolder, { recursive: true });
  });
  await installCudaProvider({ dataFolder, index: server.index, signal: never, onProgress: () => {} });
  setForTest(t, "SELF_PRUNER_DATA", dataFolder);
  const report = await selfTest({ device: "cuda", precision: "fp32", speed: false }, never);
  assert.ok(!report.passed);
  assert.ok(report.reason.includes(cudaLibraryFolder(dataFolder) ?? "nowhere"), report.reason);
});
