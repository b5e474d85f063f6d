import type { PickQuestion, PickRow } from "./dialogs.ts";

/** The rows of a list with the one made of what was typed in front. */
export function listed<T>(question: PickQuestion<T>, rows: readonly PickRow<T>[], text: string): readonly PickRow<T>[] {
  const typed = text === "" ? undefined : question.typed?.(text);
  return typed ? [{ ...typed, isTyped: true }, ...rows] : rows;
}

/**
 * Keeps the right row of a growing list active: the wanted one as soon as it is there, the first one until then, and the
 * one that a person has moved to in any case.
 */
export class ActiveRow {
  #wanted: string | undefined;
  #set: string | undefined;

  /** @param wanted id of the row to be active as soon as it is there */
  constructor(wanted: string | undefined) {
    this.#wanted = wanted;
  }

  /**
   * The row to make active in the next list.
   *
   * @param ids of the rows of that list
   * @param current id of the row that is active now
   */
  next(ids: readonly string[], current: string | undefined): string | undefined {
    // Nobody but a person makes another row active than the one that was set.
    if (current !== undefined && current !== this.#set) this.#wanted = current;
    const isThere = this.#wanted !== undefined && ids.includes(this.#wanted);
    this.#set = isThere ? this.#wanted : ids[0];
    return this.#set;
  }
}
