/** Types of stored weights that a graph can read. */
export type WeightType = "F32" | "F16" | "BF16";

/** Where the bytes of a tensor lie. The file is a real path: links of a Hugging Face cache are resolved. */
export interface TensorLocation {
  readonly name: string;
  readonly type: WeightType;
  readonly shape: readonly number[];
  readonly file: string;
  /** First byte, from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}
