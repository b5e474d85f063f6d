import type { GraphOptions } from "../model/onnx/context.ts";
import type { Device, EngineOptions } from "./engine.ts";

/** How a device is used: what the session options of devices.ts do not say. */
interface Execution {
  readonly plan: "chain" | "whole";
  readonly attention: GraphOptions["attention"];
  readonly cast: GraphOptions["cast"];
  /** Tokens of a run at least, where the text has them: gathering and casting weights is paid once per run. */
  readonly tokensPerRun: number;
}

const executions: Record<Device, Execution> = {
  cpu: { plan: "chain", attention: "group-query", cast: "late", tokensPerRun: 2048 },
  // GroupQueryAttention was wrong on adapters with small subgroups, and bfloat16 is not known to WebGPU at all.
  webgpu: { plan: "whole", attention: "standard", cast: "early", tokensPerRun: 2048 },
  // Every input and output of a run crosses to the CPU here, so that one graph and long runs pay.
  cuda: { plan: "whole", attention: "standard", cast: "early", tokensPerRun: 8192 },
};

/** Chain or whole graph: as asked for, else what suits the device. */
export function planFor(options: EngineOptions): "chain" | "whole" {
  return options.plan ?? executions[options.device].plan;
}

export function tokensPerRun(device: Device): number {
  return executions[device].tokensPerRun;
}

/** How the graphs of an engine are written. */
export function graphOptions(options: EngineOptions): GraphOptions {
  const { attention, cast } = executions[options.device];
  return {
    arithmetic: options.precision === "fp16" ? "float16" : "float32",
    attention,
    cast,
    maxLength: options.maxLength,
    compensated: options.compensated,
  };
}
