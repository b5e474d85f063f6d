import type * as z from "zod";
import { UserError } from "../base/errors.ts";
import { defaultSeqlen } from "./default-window.ts";
import { type PresetName, presets } from "./presets.ts";
import { SearchSpec, type SearchSpecInput } from "./spec.ts";

/** A specification as a person describes it: what is left out comes from the preset, the model and the defaults. */
export type SpecDraft = Omit<SearchSpecInput, "protocol" | "evolution"> & {
  readonly protocol?: { readonly seqlen?: number; readonly bos?: boolean };
  readonly evolution?: SearchSpecInput["evolution"];
};

/**
 * Makes a draft complete; what the draft says itself wins over the preset.
 *
 * @param maxPositions context of the model, which bounds the default window
 * @throws UserError `spec-invalid` naming what is not as it should be
 */
export function completeSpec(preset: PresetName, draft: SpecDraft, maxPositions: number): SearchSpec {
  const { objective, evolution } = presets[preset].settings;
  const result = SearchSpec.safeParse({
    objective,
    ...draft,
    protocol: { seqlen: defaultSeqlen(maxPositions), ...draft.protocol },
    evolution: { ...evolution, ...draft.evolution },
  });
  if (result.success) return result.data;
  throw new UserError("spec-invalid", `The search cannot run as it is described: ${issuesOf(result.error)}.`);
}

/** What is wrong, and where: `target: Too big: expected number to be <1`. */
function issuesOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": ")).join("; ");
}
