import type { ProposalTally } from "../../src/search/events.ts";

/** How vectors fared, in the order in which the bar shows it. */
type Fate = "asWritten" | "repaired" | "duplicates" | "wrongLength" | "notANumber" | "surplus";

export interface ValidityShare {
  readonly fate: Fate;
  readonly name: string;
  readonly count: number;
  /** Of all vectors that were written, 0 to 1. */
  readonly share: number;
}

const names: Readonly<Record<Fate, string>> = {
  asWritten: "accepted as written",
  repaired: "accepted after repair",
  duplicates: "duplicates",
  wrongLength: "wrong length",
  notANumber: "not a number",
  surplus: "more than asked for",
};

/** Every vector that the LLM wrote, by its fate; each is counted once. */
export function validityOf(tally: ProposalTally): readonly ValidityShare[] {
  const { accepted, repaired, duplicates, wrongLength, notANumber, surplus } = tally;
  const counts: Readonly<Record<Fate, number>> = {
    asWritten: accepted - repaired,
    repaired,
    duplicates,
    wrongLength,
    notANumber,
    surplus,
  };
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const fates = Object.keys(counts) as Fate[];
  return fates.map((fate) => {
    const count = counts[fate];
    return { fate, name: names[fate], count, share: all > 0 ? count / all : 0 };
  });
}

/** What the bar cannot tell: what was asked for, and numbers that were cut off. A repair or a duplicate may be among these. */
export function validityNotes({ requested, accepted, outOfRange }: ProposalTally): readonly string[] {
  const cut = outOfRange === 1 ? "1 vector" : `${outOfRange} vectors`;
  return [
    `${requested} asked for (asking again counts again), ${accepted} became candidates.`,
    ...(outOfRange > 0 ? [`${cut} had numbers outside 0 to 1, which were cut off.`] : []),
  ];
}

/** How the vectors fared in a sentence, under a picture. */
export function validitySentence(tally: ProposalTally): string {
  const shares = validityOf(tally).filter(({ count }) => count > 0);
  return `Vectors: ${shares.map(({ count, name }) => `${count} ${name}`).join(", ") || "none"}.`;
}
