import type { LoadedText } from "../../src/calibration/text.ts";

/** A text whose tokens are the numbers from `first` on, so that a test sees where each token went. */
export function numbers(count: number, first = 0): LoadedText {
  const text = Array.from({ length: count }, (_, index) => first + index).join(" ");
  return { path: `numbers ${first}-${first + count}`, text, sha256: `of ${text}`, documents: 1 };
}

/** The tokenizer of such texts. */
export const numberTokenizer = {
  bosToken: 1_000_000,
  encode: (text: string): Int32Array => Int32Array.from(text.split(" "), Number),
};
