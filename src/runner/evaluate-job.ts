import { UserError } from "../base/errors.ts";
import { evaluatedPart } from "../calibration/evaluated-part.ts";
import type { Split } from "../calibration/splits.ts";
import { sliceWindows } from "../calibration/windows.ts";
import { type DeviceProbe, resolveDevice } from "../evaluation/choose-device.ts";
import { openScorer } from "../evaluation/open-scorer.ts";
import type { Scorer } from "../evaluation/scorer.ts";
import type { ModelFolder } from "../model/model-folder.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { mustHavePositions } from "../model/sequence-length.ts";
import type { Measured } from "../protocol/card.ts";
import { type Plan, planForRates } from "../pruning/plan.ts";
import type { Params } from "./params.ts";
import { measured, protocolCard } from "./protocol-card.ts";
import { cacheBytes, engineCount } from "./resources.ts";
import { windowTexts } from "./window-texts.ts";

/** Tokens of one portion, after which progress is told. */
const PORTION_TOKENS = 16_384;

/** Told how many of how many windows are done, and what is being done. */
export type TellProgress = (done: number, total: number, stage: string) => void;

interface Work {
  readonly model: ModelFolder;
  readonly text: Split;
  /** Undefined for the dense model. */
  readonly pruned: { readonly plan: Plan; readonly calibration: Split } | undefined;
  /** The whole text is measured. */
  readonly whole: boolean;
}

/**
 * Measures the perplexity of a model pruned at given rates on a text.
 *
 * @throws UserError for a model, text, device or rates that are not as they should be; the reason of `signal`
 */
export async function evaluateRates(
  params: Params<"evaluate">,
  probe: DeviceProbe,
  tell: TellProgress,
  signal: AbortSignal,
): Promise<Measured> {
  signal.throwIfAborted();
  tell(0, 0, "Reading the model and the texts");
  const work = await readWork(params, signal);
  const { device } = await resolveDevice(params.device, params.dtype, probe, signal);
  tell(0, work.text.windows.count, `Starting the engines on ${device}`);
  const options = {
    model: params.model,
    device,
    precision: params.dtype,
    engines: engineCount(device, work.text.windows.count),
    maxLength: params.seqlen,
    cacheBytes: cacheBytes(),
    importance: params.importance,
    scoring: params.scoring,
  };
  const scorer = await openScorer(options, signal);
  try {
    const loss = await totalLoss(scorer, work, tell, signal);
    const { bos, dtype, importance, scoring } = params;
    const calibrated = work.pruned && `${importance} (${scoring}, ${work.pruned.calibration.windows.count} windows)`;
    const circumstances = { model: work.model, bos, dtype, device: scorer.deviceName, importance: calibrated };
    const name = work.whole ? "whole file" : `first ${work.text.windows.count} windows`;
    return measured(loss, protocolCard(work.text, name, circumstances));
  } finally {
    await scorer.close();
  }
}

async function readWork(params: Params<"evaluate">, signal: AbortSignal): Promise<Work> {
  const model = await openModelFolder(params.model);
  const { layers } = model.shape;
  if (params.rates.length !== layers.length) {
    throw new UserError(
      "rates-length",
      `There are ${params.rates.length} rates, but ${model.name} has ${layers.length} layers.`,
    );
  }
  mustHavePositions(model, params.seqlen);
  const texts = { whole: params.text, calibration: isDense(params) ? undefined : params.calibration };
  const protocol = { seqlen: params.seqlen, bos: params.bos };
  const { whole, calibration: own } = await windowTexts({ model: params.model, texts, protocol }, signal);
  if (!whole) throw new Error("an evaluation has a text");
  if (isDense(params)) {
    const to = Math.min(params.windows ?? whole.windows.count, whole.windows.count);
    const text = { text: whole.text, from: 0, to, windows: sliceWindows(whole.windows, 0, to) };
    return { model, text, pruned: undefined, whole: to === whole.windows.count };
  }
  const counts = { evaluated: params.windows, calibration: params.calibrationWindows };
  const { evaluated, calibration } = evaluatedPart(whole, own, counts);
  const plan = planForRates(model.shape, params.rates, params.target);
  return { model, text: evaluated, pruned: { plan, calibration }, whole: evaluated.to === whole.windows.count };
}

function isDense({ rates }: Params<"evaluate">): boolean {
  return rates.every(({ attention, mlp }) => attention === 0 && mlp === 0);
}

async function totalLoss(scorer: Scorer, work: Work, tell: TellProgress, signal: AbortSignal): Promise<number> {
  const { windows } = work.text;
  await scorer.setText("text", windows);
  if (work.pruned) {
    tell(0, windows.count, "Measuring importance");
    await scorer.setText("calibration", work.pruned.calibration.windows);
    await scorer.calibrate("calibration", signal);
  }
  const portion = Math.ceil(PORTION_TOKENS / windows.length);
  let loss = 0;
  for (let from = 0; from < windows.count; from += portion) {
    tell(from, windows.count, "Measuring");
    const range = { from, to: Math.min(windows.count, from + portion) };
    const plan = work.pruned && { plan: work.pruned.plan };
    const score = await scorer.score({ text: "text", ...range, objective: "perplexity", ...plan }, signal);
    loss += score.losses.reduce((sum, window) => sum + window, 0);
  }
  tell(windows.count, windows.count, "Done");
  return loss;
}
