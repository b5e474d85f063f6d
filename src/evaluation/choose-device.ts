import { UserError } from "../base/errors.ts";
import { hasCudaProvider } from "./cuda-provider.ts";
import { driverTraces } from "./driver-traces.ts";
import type { Device, Precision } from "./engine.ts";
import type { Backend } from "./engine-channel.ts";
import { EngineProcess } from "./engine-process.ts";
import { ProbeMemory } from "./probe-memory.ts";
import { type SelfTestOptions, type SelfTestReport, selfTest } from "./self-test.ts";

/** In the order in which `auto` tries them. */
const DEVICES: readonly Device[] = ["cuda", "webgpu", "cpu"];

/** Platforms that this release of onnxruntime-node has a binary for (its README names more). */
const PLATFORMS = ["linux/x64", "linux/arm64", "darwin/arm64", "win32/x64", "win32/arm64"];

/** What is asked of the machine; tests answer for machines that they do not have. */
export interface DeviceProbe {
  /** `<platform>/<arch>`. */
  readonly platform: string;
  /** Execution providers that ONNX Runtime was built with. */
  backends(): Promise<readonly Backend[]>;
  hasCudaProvider(): boolean;
  selfTest(options: SelfTestOptions, signal: AbortSignal): Promise<SelfTestReport>;
}

/** Whether a device can be used, and what is to be said about it. */
export interface DeviceState {
  readonly device: Device;
  readonly usable: boolean;
  /** One sentence. */
  readonly text: string;
  /** The way out, where it cannot be used. */
  readonly hint: string | undefined;
  /** Time of the self-test, of the CPU's on one core. */
  readonly relativeTime?: number;
}

/** The device that is used, and why the ones that `auto` likes better are not. */
export interface DeviceChoice {
  readonly device: Device;
  readonly passedOver: readonly DeviceState[];
}

/**
 * Decides what `auto` means here: cuda, webgpu or cpu, in this order; a graphics device must pass its self-test and be
 * faster than one core (a Vulkan driver may be software). A device that was asked for by name is used or is an error
 * (UserError `device-missing`), never replaced.
 */
export async function resolveDevice(
  requested: "auto" | Device,
  precision: Precision,
  probe: DeviceProbe,
  signal: AbortSignal,
): Promise<DeviceChoice> {
  mustBeSupported(probe.platform);
  if (requested !== "auto") {
    const state = await stateOf({ device: requested, precision, speed: false }, probe, signal);
    if (!state.usable) throw new UserError("device-missing", state.text, state.hint);
    return { device: requested, passedOver: [] };
  }
  const passedOver: DeviceState[] = [];
  for (const device of DEVICES) {
    const state = fastEnough(await stateOf({ device, precision, speed: true }, probe, signal));
    if (state.usable) return { device, passedOver };
    passedOver.push(state);
  }
  throw new UserError("device-missing", "No device of this machine can be used.", passedOver.at(-1)?.text);
}

/** All devices, for the doctor. */
export async function describeDevices(
  precision: Precision,
  probe: DeviceProbe,
  signal: AbortSignal,
): Promise<DeviceState[]> {
  mustBeSupported(probe.platform);
  const states: DeviceState[] = [];
  for (const device of DEVICES) states.push(await stateOf({ device, precision, speed: true }, probe, signal));
  return states;
}

/** The machine this runs on. */
export interface MachineProbe extends DeviceProbe {
  /** Devices are tried out anew: a person may have repaired one. */
  forget(): void;
}

/** The machine this runs on, whose answers are remembered as long as its drivers are the same ({@link ProbeMemory}). */
export function machineProbe(): MachineProbe {
  let backends: Promise<readonly Backend[]> | undefined;
  const test = (options: SelfTestOptions) => selfTest(options, new AbortController().signal);
  const memory = new ProbeMemory({ test, traces: driverTraces });
  return {
    platform: `${process.platform}/${process.arch}`,
    hasCudaProvider,
    backends: () => {
      backends ??= askBackends().catch((error: unknown) => {
        backends = undefined;
        throw error;
      });
      return backends;
    },
    selfTest: (options, signal) => memory.report(options, signal),
    forget: () => memory.forget(),
  };
}

async function askBackends(): Promise<readonly Backend[]> {
  const engine = new EngineProcess({ device: "cpu" });
  try {
    return await engine.call("backends", undefined);
  } finally {
    await engine.close();
  }
}

function mustBeSupported(platform: string): void {
  if (PLATFORMS.includes(platform)) return;
  throw new UserError(
    "platform-unsupported",
    `ONNX Runtime for Node has no binary for ${platform}.`,
    `There are binaries for ${PLATFORMS.join(", ")}.`,
  );
}

async function stateOf(options: SelfTestOptions, probe: DeviceProbe, signal: AbortSignal): Promise<DeviceState> {
  const { device } = options;
  // The other devices are measured against the CPU: it has nothing to be tested with.
  if (device === "cpu") return { device, usable: true, text: "The CPU can be used.", hint: undefined };
  const listed = (await probe.backends()).some(({ name }) => name === device);
  if (!listed) {
    return unusable(device, `ONNX Runtime was built without ${device} for ${probe.platform}.`, "Use another device.");
  }
  if (device === "cuda" && !probe.hasCudaProvider()) {
    return unusable(device, "The libraries that ONNX Runtime needs for CUDA are not installed.", INSTALL_CUDA);
  }
  const report = await probe.selfTest(options, signal);
  if (!report.passed) {
    return unusable(device, `The device ${device} failed its self-test: ${report.reason}.`, REQUIREMENTS[device]);
  }
  const { error, relativeTime } = report;
  const speed = relativeTime === undefined ? "" : `, ${(1 / relativeTime).toPrecision(2)} times as fast as one core`;
  const text = `The device ${device} passed its self-test (largest difference ${error.toExponential(1)}${speed}).`;
  return { device, usable: true, text, hint: undefined, ...(relativeTime === undefined ? {} : { relativeTime }) };
}

function fastEnough(state: DeviceState): DeviceState {
  if (state.relativeTime === undefined || state.relativeTime < 1) return state;
  return unusable(
    state.device,
    `${state.text} It is no faster than the CPU.`,
    `Ask for ${state.device} by name to use it.`,
  );
}

function unusable(device: Device, text: string, hint: string): DeviceState {
  return { device, usable: false, text, hint };
}

const REQUIREMENTS: Record<Exclude<Device, "cpu">, string> = {
  cuda: "It needs an NVIDIA driver, CUDA 12 and cuDNN 9, with their libraries on LD_LIBRARY_PATH.",
  webgpu:
    "It needs a graphics driver: Vulkan on Linux (Mesa 25 or the vendor's), DirectX 12 on Windows, Metal on macOS.",
};

const INSTALL_CUDA = `Run \`self-pruner cuda install\`. ${REQUIREMENTS.cuda}`;
