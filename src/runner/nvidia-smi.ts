import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Use of a graphics card. */
export interface GpuUse {
  readonly name: string;
  /** 0 to 1. */
  readonly utilisation: number | undefined;
  /** Bytes. */
  readonly memoryUsed: number | undefined;
  readonly memoryTotal: number | undefined;
}

const QUERY = ["--query-gpu=name,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits"];
/** Milliseconds; a driver in trouble can let it hang. */
const TIMEOUT = 3000;

/** Asks nvidia-smi; an empty list when there is none or it fails. */
export async function askNvidiaSmi(): Promise<GpuUse[]> {
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", QUERY, { timeout: TIMEOUT, windowsHide: true });
    return parseNvidiaSmi(stdout);
  } catch {
    return [];
  }
}

/** Reads its lines: name, per cent, MiB, MiB. What a card does not tell is `[N/A]` or `[Not Supported]`. */
export function parseNvidiaSmi(output: string): GpuUse[] {
  return output
    .split("\n")
    .map((line) => line.split(",").map((field) => field.trim()))
    .filter((fields) => fields.length === 4)
    .map(([name = "", utilisation, used, total]) => ({
      name,
      utilisation: scaled(utilisation, 0.01),
      memoryUsed: scaled(used, 2 ** 20),
      memoryTotal: scaled(total, 2 ** 20),
    }));
}

function scaled(field: string | undefined, unit: number): number | undefined {
  return field !== undefined && /^\d+(\.\d+)?$/.test(field) ? Number(field) * unit : undefined;
}
