import { basename } from "node:path";
import type { Split } from "../calibration/splits.ts";
import { tokensSha256 } from "../calibration/windows.ts";
import { KL_TOP_TOKENS } from "../evaluation/engine.ts";
import type { ModelFolder } from "../model/model-folder.ts";
import type { Measured, ProtocolCard } from "../protocol/card.ts";
import type { SearchSpec } from "../search/spec.ts";

/** What a number was measured with, beside its text. */
export interface Circumstances {
  readonly model: ModelFolder;
  readonly bos: boolean;
  readonly dtype: SearchSpec["dtype"];
  /** As the scorer names itself: `cpu ×2`. */
  readonly device: string;
  /** Importance and how it was measured, of a pruned model. */
  readonly importance: string | undefined;
}

/** The card of a perplexity on all windows of a split. */
export function protocolCard(split: Split, name: string, circumstances: Circumstances): ProtocolCard {
  const { model, bos, dtype, device, importance } = circumstances;
  const { windows, text } = split;
  return {
    dataset: basename(text.path),
    split: name,
    textSha256: text.sha256,
    tokensSha256: tokensSha256(windows),
    seqlen: windows.length,
    bos,
    windows: windows.count,
    targets: windows.count * (windows.length - 1),
    dtype,
    device,
    model: model.name,
    modelFingerprint: model.fingerprint,
    metric: "perplexity",
    ...(importance === undefined ? {} : { importance }),
  };
}

/** The card of every fitness of a search: of its candidates on all windows of the search text. */
export function fitnessCard(
  split: Split,
  objective: SearchSpec["objective"],
  circumstances: Circumstances,
): ProtocolCard {
  const card = protocolCard(split, "search", circumstances);
  return objective === "kl" ? { ...card, metric: `kl (top ${KL_TOP_TOKENS})` } : card;
}

/** A perplexity from the summed loss of all windows in nats; the largest number there is where either is not finite. */
export function measured(loss: number, card: ProtocolCard): Measured {
  const mean = loss / card.targets;
  return { perplexity: finite(Math.exp(mean)), loss: finite(mean), card };
}

/** A model that is cut to pieces overflows; neither JSON nor the database could carry that. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}
