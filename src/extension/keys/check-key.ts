/** The longest key that the runner takes. */
const LONGEST = 4096;

/** A key as it was typed or pasted, without what surrounds it. */
export function trimmedKey(typed: string): string {
  return typed.trim();
}

/** What is wrong with a key, one sentence, or undefined. The sentence never repeats the key. */
export function keyProblem(typed: string): string | undefined {
  const key = trimmedKey(typed);
  if (key === "") return "The key is empty.";
  if (/\s/.test(key)) return "A key has no blanks and no line breaks.";
  // It travels in an HTTP header.
  if (!/^[\x21-\x7e]+$/.test(key)) return "A key has plain letters, digits and signs only.";
  return key.length > LONGEST ? `A key has at most ${LONGEST} characters.` : undefined;
}
