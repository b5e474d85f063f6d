import { loadText } from "../calibration/load-text.ts";
import { type DeviceProbe, resolveDevice } from "../evaluation/choose-device.ts";
import { importanceNamed } from "../evaluation/importance/index.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { mustHavePositions } from "../model/sequence-length.ts";
import type { DraftedSearch, SearchDraft } from "../protocol/runner.ts";
import { completeSpec } from "../search/complete-spec.ts";
import { methodNamed } from "../search/methods/index.ts";
import type { TextSource } from "../search/spec.ts";
import { describeModel } from "./describe-model.ts";
import { estimateSearch, type PaceStores } from "./estimate.ts";

/**
 * Makes a draft complete, looks at its model, texts and device, and estimates what it takes; nothing is started.
 *
 * @throws UserError naming what of the draft cannot be used
 */
export async function draftSearch(
  { preset, spec: draft }: SearchDraft,
  stores: PaceStores,
  probe: DeviceProbe,
): Promise<DraftedSearch> {
  const model = await openModelFolder(draft.model);
  const spec = completeSpec(preset, draft, model.transformer.maxPositions);
  methodNamed(spec.method);
  importanceNamed(spec.importance);
  mustHavePositions(model, spec.protocol.seqlen);
  await mustBeReadable(Object.values(spec.texts));
  const { device } = await resolveDevice(spec.device, spec.dtype, probe, new AbortController().signal);
  const estimate = estimateSearch(spec, { fingerprint: model.fingerprint, device }, stores);
  return { spec, model: describeModel(model), estimate };
}

/** Reads the texts as the search will, which finds a wrong path or field before anything waits for it. */
async function mustBeReadable(texts: readonly (TextSource | undefined)[]): Promise<void> {
  for (const text of texts) if (text) await loadText(text);
}
