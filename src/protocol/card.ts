/** The protocol card: what must be known of a number to repeat it. Stamped on every number shown or stored. */
export interface ProtocolCard {
  /** File name of the text. */
  readonly dataset: string;
  /** What the text was used for, or which part of the file it is (`search`, `validation`, `test`, `whole file`). */
  readonly split: string;
  /** sha256 of the text's UTF-8 bytes. */
  readonly textSha256: string;
  /** sha256 of the token ids that were scored (int32, little endian, window after window). */
  readonly tokensSha256: string;
  readonly seqlen: number;
  readonly bos: boolean;
  readonly windows: number;
  /** Tokens that were predicted: the denominator of the mean. */
  readonly targets: number;
  /** Type of the arithmetic; weights are read as stored. */
  readonly dtype: "fp32" | "fp16";
  readonly device: string;
  readonly model: string;
  /** sha256 over the model's config and weight headers. */
  readonly modelFingerprint: string;
  /** `perplexity`, or `kl (top 512)`. */
  readonly metric: string;
  /** Importance score and how it was measured, where something was pruned. */
  readonly importance?: string;
}

/** A perplexity with its protocol. Perplexity numbers travel in no other form. */
export interface Measured {
  /** The largest number there is for a model that was cut to pieces, as with the loss. */
  readonly perplexity: number;
  /** Mean loss per predicted token in nats. */
  readonly loss: number;
  readonly card: ProtocolCard;
}
