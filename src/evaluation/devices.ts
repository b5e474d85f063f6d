import type { InferenceSession } from "onnxruntime-node";
import type { Device } from "./engine.ts";

/** What a session is opened with beside its graph. */
export interface SessionSettings {
  /** Real folder that external data is resolved against. */
  readonly weightsRoot: string;
  /** Threads inside ONNX Runtime, CPU only. */
  readonly threads: number;
}

interface DeviceTraits {
  readonly session: InferenceSession.SessionOptions;
  /** ONNX Runtime's own configuration entries, grouped by prefix as onnxruntime-node wants them. */
  readonly sessionConfig: Readonly<Record<string, string>>;
  readonly optimizationConfig: Readonly<Record<string, string>>;
  /** Environment of the engine's process. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Makes fp32 copies of fp16 weights, and fails on a weight that a Loop uses (ONNX Runtime 1.30). */
const FP16_FUSION = "FuseFp16InitializerToFp32NodeTransformer";

/** The options of every device in one place; docs/decisions.md has the measurements behind the CPU's. */
const traits: Record<Device, DeviceTraits> = {
  cpu: {
    // An arena per session would hold gigabytes: a chain has two sessions per block.
    session: {
      executionProviders: ["cpu"],
      interOpNumThreads: 1,
      executionMode: "sequential",
      enableCpuMemArena: false,
      enableMemPattern: false,
    },
    // Prepacked weights are a second copy in memory; spinning threads cost up to a third more CPU time.
    sessionConfig: { disable_prepacking: "1", "intra_op.allow_spinning": "0" },
    // Folding a Cast would replace the mapped bf16 weights by fp32 copies.
    optimizationConfig: { disable_specified_optimizers: `ConstantFolding;${FP16_FUSION}` },
    // Without an arena every run gets fresh pages; huge ones (glibc 2.35) make 150 times fewer page faults and save a
    // fifth of all CPU time.
    environment: { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1" },
  },
  webgpu: {
    session: { executionProviders: ["webgpu"] },
    sessionConfig: {},
    optimizationConfig: { disable_specified_optimizers: FP16_FUSION },
    environment: {},
  },
  cuda: {
    session: { executionProviders: ["cuda"] },
    sessionConfig: {},
    optimizationConfig: { disable_specified_optimizers: FP16_FUSION },
    // TF32 would cut fp32 matrix products to 10 bits of mantissa; who wants speed asks for fp16.
    environment: { NVIDIA_TF32_OVERRIDE: "0" },
  },
};

/** The options that sessions on a device are created with. */
export function sessionOptions(device: Device, settings: SessionSettings): InferenceSession.SessionOptions {
  const { session, sessionConfig, optimizationConfig } = traits[device];
  return {
    ...session,
    ...(device === "cpu" ? { intraOpNumThreads: settings.threads } : {}),
    logSeverityLevel: 3,
    extra: {
      session: { ...sessionConfig, model_external_initializers_file_folder_path: settings.weightsRoot },
      ...(Object.keys(optimizationConfig).length > 0 ? { optimization: { ...optimizationConfig } } : {}),
    },
  };
}

/** Variables that the process of an engine on a device is started with, beside the ones it inherits. */
export function deviceEnvironment(device: Device): Readonly<Record<string, string>> {
  return traits[device].environment;
}
