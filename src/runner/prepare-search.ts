import { UserError } from "../base/errors.ts";
import { cutSplits, type Split, type SplitName, type Splits } from "../calibration/splits.ts";
import { tokensSha256 } from "../calibration/windows.ts";
import type { Device } from "../evaluation/engine.ts";
import { openScorer } from "../evaluation/open-scorer.ts";
import type { Scorer } from "../evaluation/scorer.ts";
import type { ModelFolder } from "../model/model-folder.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { mustHavePositions } from "../model/sequence-length.ts";
import type { SearchSetting, StoredSearch } from "../runs/stored-search.ts";
import type { SearchSpec } from "../search/spec.ts";
import { type Circumstances, fitnessCard } from "./protocol-card.ts";
import { cacheBytes, engineCount } from "./resources.ts";
import { windowTexts } from "./window-texts.ts";

/** All that a search needs before its method can run. */
export interface PreparedSearch {
  readonly model: ModelFolder;
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** Open, calibrated, with every split handed over under its name. The one who prepared it closes it. */
  readonly scorer: Scorer;
  readonly setting: SearchSetting;
  /** Under which its models are measured. */
  readonly circumstances: Circumstances & { readonly importance: string };
}

/**
 * Opens the model, cuts the texts and measures importance.
 *
 * @param tell is told, in a few words, what is being done
 * @throws UserError for anything of the user's that is not as it should be, or not as it was when the search began
 */
export async function prepareSearch(
  search: StoredSearch,
  device: Device,
  tell: (status: string) => void,
  signal: AbortSignal,
): Promise<PreparedSearch> {
  const { spec } = search;
  tell("Reading the model and the texts");
  const model = await openModelFolder(spec.model);
  mustHavePositions(model, spec.protocol.seqlen);
  const { splits, notes } = await readSplits(spec, signal);
  const tokens = tokensOf(splits);
  mustBeUnchanged(search, model, tokens);
  signal.throwIfAborted();
  tell(`Starting the engines on ${device}`);
  const scorer = await openScorer(scorerOptions(spec, device, splits.search.windows.count), signal);
  try {
    for (const [name, { windows }] of Object.entries(splits)) await scorer.setText(name, windows);
    tell("Measuring importance");
    await scorer.calibrate("calibration", signal);
    if (spec.objective === "kl") {
      tell("Measuring the dense model");
      await scorer.prepareKl("search", signal);
    }
    const circumstances = circumstancesOf(spec, model, scorer, splits);
    const card = fitnessCard(splits.search, spec.objective, circumstances);
    const calibrationWindows = splits.calibration.windows.count;
    return { model, splits, scorer, circumstances, setting: { device, tokens, card, calibrationWindows, notes } };
  } catch (error) {
    await scorer.close();
    throw error;
  }
}

function circumstancesOf(
  { protocol, dtype, importance, scoring }: SearchSpec,
  model: ModelFolder,
  { deviceName }: Scorer,
  { calibration }: Splits["splits"],
): PreparedSearch["circumstances"] {
  const calibrated = `${importance} (${scoring}, ${calibration.windows.count} windows)`;
  return { model, bos: protocol.bos, dtype, device: deviceName, importance: calibrated };
}

function scorerOptions(spec: SearchSpec, device: Device, windows: number) {
  return {
    model: spec.model,
    device,
    precision: spec.dtype,
    engines: engineCount(device, windows),
    maxLength: spec.protocol.seqlen,
    cacheBytes: cacheBytes(),
    importance: spec.importance,
    scoring: spec.scoring,
  };
}

async function readSplits({ model, texts, windows, protocol }: SearchSpec, signal: AbortSignal): Promise<Splits> {
  const { search, validation, test } = await windowTexts({ model, texts, protocol }, signal);
  if (!search) throw new Error("a search has a search text");
  const { calibration, ...counts } = windows;
  return cutSplits(
    { search, validation, test },
    { calibration, search: counts.search, validation: counts.validation, test: counts.test },
  );
}

function tokensOf(splits: Readonly<Record<SplitName, Split>>): Record<string, string> {
  return Object.fromEntries(Object.entries(splits).map(([name, { windows }]) => [name, tokensSha256(windows)]));
}

/** A resumed search is answered from what was measured earlier, which must have been the same model and texts. */
function mustBeUnchanged(search: StoredSearch, model: ModelFolder, tokens: SearchSetting["tokens"]): void {
  if (model.fingerprint !== search.modelFingerprint) {
    throw new UserError(
      "model-changed",
      `The model ${model.path} has changed since search ${search.id} began.`,
      "Start a new search.",
    );
  }
  const changed = Object.entries(search.setting?.tokens ?? {}).find(([name, hash]) => tokens[name] !== hash);
  if (!changed) return;
  throw new UserError(
    "text-changed",
    `The ${changed[0]} text of search ${search.id} has changed since it began.`,
    "Restore the text, or start a new search.",
  );
}
