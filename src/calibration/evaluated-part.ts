import { UserError } from "../base/errors.ts";
import { rejectSharedWindows, type Split } from "./splits.ts";
import { sliceWindows, type WindowedText } from "./windows.ts";

/** What a pruned model is measured on, and what its importance scores come from: never the same windows. */
export interface EvaluatedPart {
  readonly evaluated: Split;
  readonly calibration: Split;
}

/** Windows wanted; all there are where nothing is said. */
export interface EvaluatedCounts {
  readonly evaluated: number | undefined;
  readonly calibration: number;
}

/**
 * Chooses the windows of one evaluation. Without a calibration text of its own (or when the same one is named twice) the
 * last windows of the text are for calibration, at most a quarter of it, and only the others are evaluated.
 *
 * @throws UserError `text-too-short` when nothing would be left to evaluate, `splits-overlap` when the texts share a window
 */
export function evaluatedPart(
  text: WindowedText,
  calibration: WindowedText | undefined,
  counts: EvaluatedCounts,
): EvaluatedPart {
  const all = text.windows.count;
  const own = calibration && calibration.text.sha256 !== text.text.sha256 ? calibration : undefined;
  const fromEnd = own ? 0 : Math.min(counts.calibration, Math.max(1, Math.floor(all / 4)));
  const to = Math.min(counts.evaluated ?? all, all - fromEnd);
  if (to < 1) {
    throw new UserError(
      "text-too-short",
      `${text.text.path} has only ${all} window of ${text.windows.length} tokens, which cannot serve for calibration as well.`,
      "Name another text with --calibration, or use a shorter sequence length.",
    );
  }
  const part = {
    evaluated: splitOf(text, 0, to),
    calibration: own
      ? splitOf(own, 0, Math.min(counts.calibration, own.windows.count))
      : splitOf(text, all - fromEnd, all),
  };
  rejectSharedWindows([
    { name: "calibration", ...part.calibration },
    { name: "evaluated", ...part.evaluated },
  ]);
  return part;
}

function splitOf({ text, windows }: WindowedText, from: number, to: number): Split {
  return { text, from, to, windows: sliceWindows(windows, from, to) };
}
