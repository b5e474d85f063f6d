/** Units of one layer that stay, ascending. Empty = the half block is skipped. */
export interface KeptUnits {
  readonly groups: Int32Array;
  readonly neurons: Int32Array;
}

/** One {@link KeptUnits} per layer: all that tells one candidate from another. */
export type KeptModel = readonly KeptUnits[];
