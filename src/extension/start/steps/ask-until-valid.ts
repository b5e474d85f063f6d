import { messageWithHint, UserError } from "../../../base/errors.ts";

/**
 * Asks again, with what was wrong, until an answer passes.
 *
 * @param ask is given the sentence on the answer before, if there was one
 * @param check turns the answer into what is wanted; undefined asks again without a word
 * @throws whatever `ask` throws, and what `check` throws that is no UserError
 */
export async function askUntilValid<T, R>(
  ask: (problem: string | undefined) => Promise<T>,
  check: (answer: T) => Promise<R | undefined>,
): Promise<R> {
  let problem: string | undefined;
  for (;;) {
    const answer = await ask(problem);
    try {
      const checked = await check(answer);
      if (checked !== undefined) return checked;
      problem = undefined;
    } catch (error) {
      problem = problemOf(error);
    }
  }
}

/** What is wrong and the way out. @throws what is no UserError: it is a defect, not an answer to correct */
export function problemOf(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  return messageWithHint(error);
}
