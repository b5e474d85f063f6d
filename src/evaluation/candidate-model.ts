import { createHash } from "node:crypto";
import type { KeptModel, KeptUnits } from "./kept.ts";
import { int32Tensor, type Tensor } from "./onnxruntime.ts";

/** A half block of a candidate: its kept units as an input of graphs; undefined when there are none and it is skipped. */
export type KeptTensor = Tensor | undefined;

/** A candidate as engines use it, made once per evaluation. */
export interface CandidateModel {
  readonly layers: readonly { readonly attention: KeptTensor; readonly mlp: KeptTensor }[];
  /** Half blocks that run. */
  readonly halfBlocks: number;
  /** For every layer the identity of what all layers before it keep; equal texts mean equal candidates up to there. */
  readonly prefixes: readonly string[];
}

export function candidateModel(kept: KeptModel): CandidateModel {
  const layers = kept.map(({ groups, neurons }) => ({ attention: keptTensor(groups), mlp: keptTensor(neurons) }));
  return {
    layers,
    halfBlocks: layers.reduce((sum, { attention, mlp }) => sum + (attention ? 1 : 0) + (mlp ? 1 : 0), 0),
    prefixes: prefixIdentities(kept),
  };
}

function keptTensor(units: Int32Array): KeptTensor {
  return units.length > 0 ? int32Tensor(units) : undefined;
}

/** Hashes chained from layer to layer: SHA-256, so that two candidates are never taken for one. */
function prefixIdentities(kept: KeptModel): string[] {
  const identities = [""];
  for (const units of kept) identities.push(nextIdentity(identities.at(-1) ?? "", units));
  return identities;
}

function nextIdentity(before: string, { groups, neurons }: KeptUnits): string {
  const hash = createHash("sha256").update(`${before} ${groups.length} ${neurons.length} `);
  return hash.update(groups).update(neurons).digest("base64");
}
