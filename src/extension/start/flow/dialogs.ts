/** One row of a list to choose from. */
export interface PickRow<T> {
  /** Tells the row from the others while the list grows. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Heading above this row. */
  readonly heading?: string;
  /** Made of what was typed: shown whatever the list is filtered by. */
  readonly isTyped?: boolean;
  readonly value: T;
}

export interface PickQuestion<T> {
  readonly placeholder: string;
  /**
   * The rows as they become known: each list replaces the one before. The list shows that it is busy until there are no
   * more to come. The signal is aborted when the answer no longer matters.
   */
  readonly rows: (signal: AbortSignal) => AsyncIterable<readonly PickRow<T>[]>;
  /** Id of the row that is chosen by pressing Enter at once. */
  readonly active?: string | undefined;
  /** A row made of what was typed, so that not only what is listed can be answered. */
  readonly typed?: (text: string) => PickRow<T> | undefined;
}

/** A list of which any number can be chosen. */
export interface PickManyQuestion<T> {
  readonly placeholder: string;
  readonly rows: readonly PickRow<T>[];
  /** Ids of the rows that are chosen already. */
  readonly chosen: readonly string[];
}

/** What is said of a text while it is typed; an error keeps it from being accepted. */
export interface Remark {
  readonly kind: "error" | "warning" | "info";
  readonly text: string;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly value?: string | undefined;
  readonly placeholder?: string;
  /** Hides what is typed. */
  readonly isSecret?: boolean;
  /** An empty text is an answer, too. */
  readonly isOptional?: boolean;
  /** Never asked about an empty text. */
  readonly remark: (text: string) => Remark | undefined;
}

/** What is to be said of a text as far as it was typed. */
export function remarkOn(question: TextQuestion, text: string): Remark | undefined {
  return text.trim() === "" ? undefined : question.remark(text);
}

/** Whether a text can be taken as the answer. */
export function isAcceptable(question: TextQuestion, text: string): boolean {
  if (text.trim() === "") return question.isOptional ?? false;
  return question.remark(text)?.kind !== "error";
}

/** Where in the run a question stands. */
export interface Place {
  readonly title: string;
  /** From 1; undefined for a step out of the row. */
  readonly step: number | undefined;
  readonly steps: number;
  readonly canGoBack: boolean;
}

/** What a person is asked with. Each throws {@link StepLeft} when the question was left without an answer. */
export interface Dialogs {
  pick<T>(question: PickQuestion<T>, place: Place): Promise<T>;
  pickMany<T>(question: PickManyQuestion<T>, place: Place): Promise<readonly T[]>;
  type(question: TextQuestion, place: Place): Promise<string>;
  /** Takes the last question off the screen. */
  close(): void;
}

/** Dialogs at the place of the step that asks. */
export interface Ask {
  pick<T>(question: PickQuestion<T>): Promise<T>;
  pickMany<T>(question: PickManyQuestion<T>): Promise<readonly T[]>;
  type(question: TextQuestion): Promise<string>;
}

/** A question was left: `back` to the step before, or `out` of the run. */
export class StepLeft extends Error {
  override readonly name = "StepLeft";
  readonly way: "back" | "out";

  constructor(way: "back" | "out") {
    super(`The question was left (${way}).`);
    this.way = way;
  }
}

/** Rows that are known at once. */
export async function* rowsOf<T>(rows: readonly PickRow<T>[]): AsyncGenerator<readonly PickRow<T>[], void> {
  yield rows;
}
