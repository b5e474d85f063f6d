import { resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import type { EvaluateParams } from "../protocol/runner.ts";
import type { RateVector } from "../pruning/rates.ts";
import { defaultSeqlen } from "./default-window.ts";

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
 * @throws UserError `option-missing` when something is pruned and no calibration text is named
 */
export function evaluateParams(options: EvaluateOptions, subject: Subject, maxPositions: number): EvaluateParams {
  const { text, calibration, field, seqlen, ...rest } = options;
  const pruned = subject.rates.some(({ attention, mlp }) => attention > 0 || mlp > 0);
  if (pruned && calibration === undefined) {
    throw new UserError(
      "option-missing",
      "The option --calibration FILE is missing: what is pruned is chosen by importance on a calibration text.",
      "Name a text that is not the one you measure on.",
    );
  }
  return {
    ...subject,
    text: { path: resolve(text), field },
    calibration: pruned && calibration !== undefined ? { path: resolve(calibration), field } : undefined,
    calibrationWindows: rest.calibrationWindows,
    seqlen: seqlen ?? defaultSeqlen(maxPositions),
    bos: rest.bos ?? false,
    windows: rest.windows,
    importance: rest.importance,
    device: rest.device,
    dtype: rest.dtype,
  };
}
