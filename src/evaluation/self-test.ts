import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../base/errors.ts";
import type { Device, Precision, Windows } from "./engine.ts";
import { EngineCrashed } from "./engine-process.ts";
import type { KeptModel } from "./kept.ts";
import { RemoteEngine } from "./remote-engine.ts";
import { SELF_TEST_MODEL, writeSelfTestModel } from "./self-test-model.ts";

/** Seconds after which a device is taken to hang. */
const TIME_LIMIT = 120;

/**
 * Largest difference of a token's loss from the CPU's, relative to losses of about ln(vocabulary) = 7. Single precision
 * leaves 1e-6 and half precision 3e-3; a wrong kernel is off by 5e-2 and more.
 */
const TOLERANCE: Record<Precision, number> = { fp32: 1e-5, fp16: 1e-2 };

/** What the self-test of a device found. */
export type SelfTestReport =
  | {
      readonly passed: true;
      readonly error: number /** Of the CPU's time on one core. */;
      readonly relativeTime: number;
    }
  | { readonly passed: false; readonly reason: string };

/**
 * Runs a tiny model on a device, dense and pruned, and compares every token's loss with the CPU's. In processes of its
 * own, because a broken driver can kill or hang the process that uses it. Throws only the signal's reason.
 */
export async function selfTest(device: Device, precision: Precision, signal: AbortSignal): Promise<SelfTestReport> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-test-"));
  try {
    await writeSelfTestModel(folder);
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT * 1000)]);
    const measured = await measure(folder, device, precision, limited);
    const expected = await measure(folder, "cpu", "fp32", limited);
    const error = largestDifference(expected.losses, measured.losses);
    if (!(error <= TOLERANCE[precision])) {
      return { passed: false, reason: `its losses differ from the CPU's by ${error.toExponential(1)}` };
    }
    return { passed: true, error, relativeTime: measured.seconds / expected.seconds };
  } catch (thrown) {
    signal.throwIfAborted();
    return { passed: false, reason: reasonOf(thrown) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  model: string,
  device: Device,
  precision: Precision,
  signal: AbortSignal,
): Promise<{ losses: Float32Array; seconds: number }> {
  const windows = testWindows();
  const options = { maxLength: windows.length, threads: 1, cacheBytes: 0, compensated: false };
  const engine = await RemoteEngine.open({ model, device, precision, ...options }, signal);
  try {
    await engine.setText("test", windows);
    const range = { text: "test", from: 0, to: windows.count };
    const pruned = await engine.tokenLosses({ ...range, kept: PRUNED }, signal);
    const dense = await engine.tokenLosses({ ...range, kept: DENSE }, signal);
    // The first runs have compiled the kernels; only now does time tell something.
    const { seconds } = await engine.evaluate({ ...range, kept: DENSE, objective: "perplexity" }, signal);
    return { losses: Float32Array.from([...pruned, ...dense]), seconds };
  } finally {
    await engine.close();
  }
}

function testWindows(): Windows {
  const { maxPositions: length, vocabulary } = SELF_TEST_MODEL;
  const count = 2;
  // Any tokens do; a prime step visits them all.
  return {
    count,
    length,
    tokens: Int32Array.from({ length: count * length }, (_, index) => (index * 389) % vocabulary),
  };
}

const every = (step: number, count: number): Int32Array =>
  Int32Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
const none = new Int32Array();

const { groups, neurons, layers } = SELF_TEST_MODEL;
const DENSE: KeptModel = Array.from({ length: layers }, () => ({
  groups: every(1, groups),
  neurons: every(1, neurons),
}));
/** Gathers in both halves of the first block, and no attention in the second. */
const PRUNED: KeptModel = [
  { groups: every(2, groups), neurons: every(3, neurons) },
  { groups: none, neurons: every(2, neurons) },
];

/** NaN when one of them is. */
function largestDifference(expected: Float32Array, measured: Float32Array): number {
  return expected.reduce((largest, value, index) => {
    const difference = Math.abs((measured[index] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    return Math.max(largest, difference);
  }, 0);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") return `it did not finish in ${TIME_LIMIT} s`;
  if (thrown instanceof EngineCrashed) return `${thrown.message.replace(/\.$/, "")}: ${lastLine(thrown.stderr)}`;
  return lastLine(messageOf(thrown));
}

/** ONNX Runtime's messages begin with pages of source positions. */
function lastLine(text: string): string {
  return text.trim().split("\n")[0]?.slice(0, 300) ?? "";
}
