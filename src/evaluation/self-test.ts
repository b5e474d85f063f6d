import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../base/errors.ts";
import type { Device, Engine, EngineOptions, Precision, Windows } from "./engine.ts";
import { EngineCrashed } from "./engine-process.ts";
import type { KeptModel } from "./kept.ts";
import { RemoteEngine } from "./remote-engine.ts";
import { SELF_TEST_MODEL, writeSelfTestModel } from "./self-test-model.ts";

/** Seconds after which a device is taken to hang. */
const TIME_LIMIT = 120;
/** Seconds after which a device is slower than any processor. */
const SPEED_LIMIT = 10;

/** Windows for the comparison: beyond what one subgroup of any graphics processor holds, for its kernels go wrong there. */
const SHORT = 64;
/** Windows for the measurement of speed. */
const LONG = SELF_TEST_MODEL.maxPositions;

/**
 * Largest difference of a token's loss from the CPU's, relative to losses of about ln(vocabulary) = 7. Single precision
 * leaves 1e-6 and half precision 3e-3; a wrong kernel is off by 5e-2 and more.
 */
const TOLERANCE: Record<Precision, number> = { fp32: 1e-5, fp16: 1e-2 };

/** What the self-test of a device found. */
export type SelfTestReport =
  | {
      readonly passed: true;
      /** Largest relative difference of a loss. */
      readonly error: number;
      /** Of the CPU's time on one core, where that was asked for; infinite when it took too long to tell. */
      readonly relativeTime?: number;
    }
  | { readonly passed: false; readonly reason: string };

export interface SelfTestOptions {
  readonly device: Device;
  readonly precision: Precision;
  /** Compare the device's speed with the CPU's as well. */
  readonly speed: boolean;
}

/** How engines are opened; tests put in ones that are wrong. */
export type OpenEngine = (options: EngineOptions, signal: AbortSignal) => Promise<Engine>;

/**
 * Runs a tiny model on a device, dense and pruned, and compares every token's loss with the CPU's. In processes of its
 * own, because a broken driver can kill or hang the process that uses it. Throws only the signal's reason.
 */
export async function selfTest(
  options: SelfTestOptions,
  signal: AbortSignal,
  open: OpenEngine = RemoteEngine.open,
): Promise<SelfTestReport> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-test-"));
  try {
    await writeSelfTestModel(folder);
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT * 1000)]);
    const measured = await measure(folder, options, open, limited);
    const expected = await measure(folder, { ...options, device: "cpu", precision: "fp32" }, open, limited);
    const error = largestDifference(expected.losses, measured.losses);
    if (!(error <= TOLERANCE[options.precision])) {
      return { passed: false, reason: `its losses differ from the CPU's by ${error.toExponential(1)}` };
    }
    return { passed: true, error, ...(options.speed ? { relativeTime: measured.seconds / expected.seconds } : {}) };
  } catch (thrown) {
    signal.throwIfAborted();
    return { passed: false, reason: reasonOf(thrown) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measurement {
  /** Of every predicted token, pruned and then dense. */
  readonly losses: Float32Array;
  readonly seconds: number;
}

async function measure(
  model: string,
  { device, precision, speed }: SelfTestOptions,
  open: OpenEngine,
  signal: AbortSignal,
): Promise<Measurement> {
  const options = { model, device, precision, maxLength: LONG, threads: 1, cacheBytes: 0, compensated: false };
  const engine = await open(options, signal);
  try {
    await engine.setText("short", testWindow(SHORT));
    const range = { text: "short", from: 0, to: 1 };
    const pruned = await engine.tokenLosses({ ...range, kept: PRUNED }, signal);
    const dense = await engine.tokenLosses({ ...range, kept: DENSE }, signal);
    return { losses: Float32Array.of(...pruned, ...dense), seconds: speed ? await secondsOf(engine, signal) : 0 };
  } finally {
    await engine.close();
  }
}

/** Time of the dense model on a long window. */
async function secondsOf(engine: Engine, signal: AbortSignal): Promise<number> {
  await engine.setText("long", testWindow(LONG));
  const limited = AbortSignal.any([signal, AbortSignal.timeout(SPEED_LIMIT * 1000)]);
  const request = { text: "long", from: 0, to: 1, kept: DENSE, objective: "perplexity" } as const;
  try {
    // The first run may compile kernels for this length.
    await engine.evaluate(request, limited);
    return (await engine.evaluate(request, limited)).seconds;
  } catch (error) {
    signal.throwIfAborted();
    if (limited.aborted) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function testWindow(length: number): Windows {
  // Any tokens do; a prime step visits them all.
  const tokens = Int32Array.from({ length }, (_, index) => (index * 389) % SELF_TEST_MODEL.vocabulary);
  return { count: 1, length, tokens };
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
  if (thrown instanceof EngineCrashed) return `${thrown.message} ${essence(thrown.stderr)}`.trim().replace(/\.$/, "");
  return essence(messageOf(thrown));
}

/** What a person can use of ONNX Runtime's messages, which begin with source positions and end in stack traces. */
function essence(text: string): string {
  const cause = /with error: (.+)|was false\. (.+)/.exec(text);
  const [line = ""] = (cause?.[1] ?? cause?.[2] ?? text.trim().replace(/^Error: /, "")).split("\n");
  return line.replace(/\.$/, "").slice(0, 300);
}
