import { createHash } from "node:crypto";
import { UserError } from "../base/errors.ts";
import type { LoadedText } from "./text.ts";
import { sliceWindows, type TokenWindows, type WindowedText } from "./windows.ts";

/** What windows are for, in the order in which they are cut from one text. */
const splitNames = ["calibration", "search", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** Texts to cut from: calibration always comes from the search text, and so does each part that has no text of its own. */
export interface SplitTexts {
  readonly search: WindowedText;
  readonly validation?: WindowedText | undefined;
  readonly test?: WindowedText | undefined;
}

/**
 * Windows of a validation or test split that is cut from the search text, where nothing else is said: without a bound the
 * two would take whatever the search leaves, and measuring them could outlast the search.
 */
const CUT_WINDOWS = 64;

/** Windows wanted; undefined = all of a text of their own, {@link CUT_WINDOWS} of the search text. */
export type SplitCounts = Readonly<Record<SplitName, number | undefined>>;

/** Windows [from, to) of a text. */
export interface Split {
  readonly text: LoadedText;
  readonly from: number;
  readonly to: number;
  readonly windows: TokenWindows;
}

export interface Splits {
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** One sentence for each split that got fewer windows than wanted. */
  readonly notes: readonly string[];
}

/**
 * Cuts texts into contiguous ranges of windows that share no window. A text that has too few for all that is wanted of it
 * is shared fairly: nobody gets more than wanted, and what is short is short by the same for all.
 *
 * @throws UserError `text-too-short` when a text has fewer windows than splits, `splits-overlap` when the same window is in
 *   two splits, as when two texts are the same or one repeats itself
 */
export function cutSplits(texts: SplitTexts, counts: SplitCounts): Splits {
  const sources: Record<SplitName, WindowedText> = {
    calibration: texts.search,
    search: texts.search,
    validation: texts.validation ?? texts.search,
    test: texts.test ?? texts.search,
  };
  const range = (name: SplitName) => rangeOf(name, sources, counts);
  const splits = {
    calibration: range("calibration"),
    search: range("search"),
    validation: range("validation"),
    test: range("test"),
  };
  const ranges = Object.values(splits);
  rejectSharedWindows(ranges);
  return { splits, notes: ranges.flatMap((split) => shortfall(split, sources[split.name], counts)) };
}

/** A split and what it is called in messages. */
interface NamedSplit<Name extends string = string> extends Split {
  readonly name: Name;
}

function rangeOf(
  name: SplitName,
  sources: Readonly<Record<SplitName, WindowedText>>,
  counts: SplitCounts,
): NamedSplit<SplitName> {
  const { text, windows } = sources[name];
  const sharing = splitNames.filter((other) => sources[other] === sources[name]);
  if (windows.count < sharing.length) {
    throw new UserError(
      "text-too-short",
      `${text.path} has ${windows.count} ${windows.count === 1 ? "window" : "windows"} of ${windows.length} tokens, too few to cut ${sharing.join(", ")} from it.`,
      "Use a longer text, a shorter sequence length, or texts of their own for validation and test.",
    );
  }
  const shares = fairShares(
    windows.count,
    sharing.map(
      (other) => counts[other] ?? (sources[other] === sources.search ? CUT_WINDOWS : Number.POSITIVE_INFINITY),
    ),
  );
  const place = sharing.indexOf(name);
  const from = shares.slice(0, place).reduce((sum, share) => sum + share, 0);
  const to = from + (shares[place] ?? 0);
  return { name, text, from, to, windows: sliceWindows(windows, from, to) };
}

/** Max-min fair shares of a total: the smallest wish is met first, and the rest share evenly what it leaves. */
function fairShares(total: number, wishes: readonly number[]): number[] {
  const shares = wishes.map(() => 0);
  const bySize = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish);
  let left = total;
  for (const [done, { wish, index }] of bySize.entries()) {
    const share = Math.min(wish, Math.floor(left / (wishes.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

function shortfall({ name, windows }: NamedSplit<SplitName>, source: WindowedText, counts: SplitCounts): string[] {
  const wanted = counts[name];
  if (wanted === undefined || windows.count >= wanted) return [];
  return [
    `${name} uses ${windows.count} windows instead of ${wanted}: ${source.text.path} has ${source.windows.count} in all.`,
  ];
}

/** Throws UserError `splits-overlap` when a window of tokens is in two splits. */
export function rejectSharedWindows(splits: readonly NamedSplit[]): void {
  const seen = new Map<string, NamedSplit>();
  for (const split of splits) {
    for (let index = 0; index < split.windows.count; index++) {
      const key = windowHash(split.windows, index);
      const earlier = seen.get(key) ?? split;
      if (earlier.name !== split.name) throw sharedWindow(earlier, split, split.from + index);
      seen.set(key, split);
    }
  }
}

function windowHash({ tokens, length }: TokenWindows, index: number): string {
  return createHash("sha256")
    .update(tokens.subarray(index * length, (index + 1) * length))
    .digest("base64");
}

function sharedWindow(earlier: NamedSplit, later: NamedSplit, index: number): UserError {
  return new UserError(
    "splits-overlap",
    `Window ${index} of ${later.text.path} (${later.name}) is also in ${earlier.text.path} (${earlier.name}).`,
    "Use different texts; a text that is left out is cut from the search text without overlap.",
  );
}
