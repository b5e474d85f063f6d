import { createHash } from "node:crypto";
import { UserError } from "../base/errors.ts";
import type { TextTokenizer } from "../model/tokenizer.ts";
import type { LoadedText } from "./text.ts";

/** Token windows of equal length, row after row. */
export interface TokenWindows {
  readonly count: number;
  readonly length: number;
  /** `count × length` token ids. */
  readonly tokens: Int32Array;
}

/** How a text becomes windows. */
export interface WindowProtocol {
  /** Tokens per window. */
  readonly seqlen: number;
  /** Whether the first of them is the model's BOS token instead of one of the text. */
  readonly bos: boolean;
}

/** A text and all the windows it gives. */
export interface WindowedText {
  readonly text: LoadedText;
  readonly windows: TokenWindows;
}

/**
 * Cuts a text into windows by the protocol of WikiText-2 perplexities: the whole text is tokenised once without special
 * tokens and cut into floor(tokens / body) windows that do not overlap, where body is the window's length, less one when
 * each window begins with BOS. What is left at the end is not used.
 *
 * @throws UserError `text-too-short` when there is not one window, `bos-missing` when the model has no BOS token
 */
export function windowText(text: LoadedText, tokenizer: TextTokenizer, protocol: WindowProtocol): WindowedText {
  const prefix = protocol.bos ? [bosOf(tokenizer)] : [];
  const ids = tokenizer.encode(text.text);
  const body = protocol.seqlen - prefix.length;
  const count = Math.floor(ids.length / body);
  if (count === 0) {
    throw new UserError(
      "text-too-short",
      `${text.path} has ${ids.length} tokens, but one window takes ${body}.`,
      "Use a longer text or a shorter sequence length.",
    );
  }
  const tokens = new Int32Array(count * protocol.seqlen);
  for (let window = 0; window < count; window++) {
    const at = window * protocol.seqlen;
    tokens.set(prefix, at);
    tokens.set(ids.subarray(window * body, (window + 1) * body), at + prefix.length);
  }
  return { text, windows: { count, length: protocol.seqlen, tokens } };
}

/** Windows [from, to), sharing the memory of the whole. */
export function sliceWindows({ length, tokens }: TokenWindows, from: number, to: number): TokenWindows {
  return { count: to - from, length, tokens: tokens.subarray(from * length, to * length) };
}

/** sha256 of the windows' token ids as little-endian int32, window after window: what a protocol card carries. */
export function tokensSha256({ tokens }: TokenWindows): string {
  const bytes = Buffer.alloc(tokens.length * 4);
  for (const [index, token] of tokens.entries()) bytes.writeInt32LE(token, index * 4);
  return createHash("sha256").update(bytes).digest("hex");
}

function bosOf(tokenizer: TextTokenizer): number {
  if (tokenizer.bosToken !== undefined) return tokenizer.bosToken;
  throw new UserError("bos-missing", "The model has no BOS token to put in front of each window.", "Leave out BOS.");
}
