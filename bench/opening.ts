import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EngineProcess } from "../src/evaluation/engine-process.ts";
import type { Section } from "./report.ts";
import { engineOptions, keepShare, randomWindows, type Setting } from "./setting.ts";

/** What it takes to open a model, and how much memory an evaluation peaks at, against the size of its weights. */
export async function opening(setting: Setting): Promise<Section> {
  const megabytes = statSync(join(setting.folder, "model.safetensors")).size / 1e6;
  const options = engineOptions(setting, 0);
  const engine = new EngineProcess({ device: setting.device });
  // Loads ONNX Runtime, which is there before any model is.
  await engine.call("backends", undefined);
  const before = memoryOf(engine.pid);
  const { loadSeconds } = await engine.call("open", options);
  const opened = memoryOf(engine.pid);
  await engine.call("setText", { name: "bench", windows: randomWindows(setting, 1) });
  const anonymous: number[] = [];
  const timer = setInterval(() => anonymous.push(memoryOf(engine.pid).anonymous), 20);
  const kept = keepShare(setting.model, 1);
  await engine.call("evaluate", { text: "bench", from: 0, to: 1, kept, objective: "perplexity" });
  clearInterval(timer);
  await engine.close();
  const peak = Math.max(...anonymous);
  return {
    title: "Opening a model",
    protocol: `An engine's own process on ${setting.device}, ${megabytes.toFixed(0)} MB of bf16 weights; the peak is over one dense evaluation, mapped pages of the weight file left out.`,
    figures: [
      { what: "load time", value: loadSeconds, unit: "s" },
      {
        what: "memory added by opening",
        value: opened.resident - before.resident,
        unit: "MB",
        ...(setting.device === "cpu" ? { bound: { kind: "at most", value: 100 } as const } : {}),
      },
      { what: "peak of an evaluation", value: peak, unit: "MB" },
      { what: "peak / weight file", value: peak / megabytes, unit: "×" },
    ],
  };
}

/** Megabytes of a process: all that is resident, and what of it is no mapped file. Linux alone tells. */
function memoryOf(pid: number | undefined): { resident: number; anonymous: number } {
  if (process.platform !== "linux") return { resident: Number.NaN, anonymous: Number.NaN };
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1000;
  return { resident: megabytes("VmRSS"), anonymous: megabytes("RssAnon") };
}
