import type { PickQuestion, PickRow } from "./dialogs.ts";

/** The rows of a list with the one made of what was typed in front. */
export function listed<T>(question: PickQuestion<T>, rows: readonly PickRow<T>[], text: string): readonly PickRow<T>[] {
  const typed = text === "" ? undefined : question.typed?.(text);
  return typed ? [{ ...typed, isTyped: true }, ...rows] : rows;
}

/** Keeps the right row of a growing list active. */
export class ActiveRow {
  #wanted: string | undefined;
  #first: string | undefined;

  /** @param wanted id of the row to be active as soon as it is there */
  constructor(wanted: string | undefined) {
    this.#wanted = wanted;
  }

  /**
   * The row to be active in the next list.
   *
   * @param ids of the rows of that list
   * @param current id of the row that is active now
   * @returns undefined to leave it to the list, which takes its first row
   */
  next(ids: readonly string[], current: string | undefined): string | undefined {
    const isMoved = current !== undefined && current !== this.#first;
    const active = isMoved ? current : this.#wanted;
    this.#first = ids[0];
    if (active === undefined || !ids.includes(active)) return undefined;
    // Whoever is on a row stays there.
    this.#wanted = undefined;
    return active;
  }
}
