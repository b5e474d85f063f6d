import { availableParallelism, freemem } from "node:os";
import type { Device } from "../evaluation/engine.ts";

/** Share of the free memory that prefix caches may take, and the most they ever take: more states than that do not recur. */
const CACHE_SHARE = 0.25;
const CACHE_LIMIT = 2 * 2 ** 30;

/**
 * Engines for a device. On the CPU one per core with one thread each: N processes beat one process of N threads. There
 * are never more than windows, since each engine owns whole windows.
 */
export function engineCount(device: Device, windows: number): number {
  return device === "cpu" ? Math.max(1, Math.min(availableParallelism(), windows)) : 1;
}

/** Bytes of prefix cache, all engines together. */
export function cacheBytes(): number {
  return Math.floor(Math.min(CACHE_LIMIT, CACHE_SHARE * freemem()));
}
