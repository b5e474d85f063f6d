import { resolve } from "node:path";
import type { EvaluateParams } from "../protocol/runner.ts";
import type { RateVector } from "../pruning/rates.ts";
import { defaultSeqlen } from "../search/default-window.ts";

/** The flags of `evaluate` that say how is measured. */
export interface EvaluateOptions {
  readonly text: string;
  readonly calibration?: string;
  readonly field: string;
  readonly seqlen?: number;
  readonly bos?: boolean;
  readonly windows?: number;
  readonly calibrationWindows: number;
  readonly importance: string;
  readonly scoring: EvaluateParams["scoring"];
  readonly device: EvaluateParams["device"];
  readonly dtype: EvaluateParams["dtype"];
}

/** What is measured. */
export interface Subject {
  /** Absolute path of the model folder. */
  readonly model: string;
  readonly rates: RateVector;
  readonly target: number | undefined;
}

/**
 * The request that the flags describe.
 * @param maxPositions context of the model, which bounds the default window
 */
export function evaluateParams(options: EvaluateOptions, subject: Subject, maxPositions: number): EvaluateParams {
  const { text, calibration, field, seqlen, ...rest } = options;
  return {
    ...subject,
    text: { path: resolve(text), field },
    calibration: calibration !== undefined ? { path: resolve(calibration), field } : undefined,
    calibrationWindows: rest.calibrationWindows,
    seqlen: seqlen ?? defaultSeqlen(maxPositions),
    bos: rest.bos ?? false,
    windows: rest.windows,
    importance: rest.importance,
    scoring: rest.scoring,
    device: rest.device,
    dtype: rest.dtype,
  };
}
