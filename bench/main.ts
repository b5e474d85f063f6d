/**
 * What the evaluation of candidates costs: `npm run bench`, or one part of it, `npm run bench -- throughput`. Prints
 * Markdown tables; `--json FILE` writes the figures too, `--device webgpu|cuda` measures a GPU, `--quick` takes one round
 * on a fifth of the layers to see that it runs.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { deviceEnvironment } from "../src/evaluation/devices.ts";
import type { Device } from "../src/evaluation/engine.ts";
import { editor } from "./editor.ts";
import { smolLm2, withRandomModel } from "./model.ts";
import { opening } from "./opening.ts";
import { overhead } from "./overhead.ts";
import { prefixCache } from "./prefix-cache.ts";
import { ratefile } from "./ratefile.ts";
import { allWithinBounds, type Section, toMarkdown } from "./report.ts";
import type { Setting } from "./setting.ts";
import { snapshot } from "./snapshot.ts";
import { throughput } from "./throughput.ts";
import { webviewFrames } from "./webview-frames.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: "string", default: "cpu" },
    precision: { type: "string", default: "fp32" },
    length: { type: "string", default: "2048" },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  },
});

const device = values.device as Device;
const environment = deviceEnvironment(device);
if (Object.entries(environment).every(([name, value]) => process.env[name] === value)) await bench();
else benchInEnvironment();

/** Engines run in processes with an environment of their own, which has to be there when a process starts. */
function benchInEnvironment(): void {
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  process.exitCode = status ?? 1;
}

async function bench(): Promise<void> {
  const model = values.quick ? { ...smolLm2, layers: 6 } : smolLm2;
  const machine = `${cpus()[0]?.model ?? arch()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

  const sections = await withRandomModel(model, async (folder) => {
    const setting: Setting = {
      folder,
      model,
      device,
      precision: values.precision === "fp16" ? "fp16" : "fp32",
      length: Number(values.length),
      rounds: values.quick ? 1 : 3,
    };
    const parts = Object.entries({
      opening,
      throughput,
      "prefix-cache": prefixCache,
      overhead,
      ratefile,
      snapshot,
      "webview-frames": webviewFrames,
      editor,
    })
      .filter(([name]) => positionals.length === 0 || positionals.includes(name))
      // Only the chain has a prefix cache, and only the CPU runs as a chain.
      .filter(([name]) => device === "cpu" || name !== "prefix-cache");
    const done: Section[] = [];
    for (const [, part] of parts) {
      const section = await part(setting);
      done.push(section);
      process.stdout.write(`${toMarkdown([section])}\n`);
    }
    return done;
  });

  process.stdout.write(`${machine}; random weights in the shape of SmolLM2-135M, ${model.layers} layers.\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, model, sections }, null, 2)}\n`);
  if (!values.quick && !allWithinBounds(sections)) process.exitCode = 1;
}
