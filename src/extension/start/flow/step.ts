import type { Ask } from "./dialogs.ts";

/** One question of a run, with everything the run needs to know of it. `A` is what has been answered so far. */
export interface Step<A> {
  readonly id: string;
  /** Title of its question. */
  readonly title: string;
  /** Steps of one topic are asked again together. */
  readonly topic: string;
  /** Has a default, and is asked only when its topic is visited. */
  readonly isAdvanced?: boolean;
  /** Whether the question makes sense after what was answered before it. */
  applies(answers: A): boolean | Promise<boolean>;
  isAnswered(answers: A): boolean;
  /** Asks. @throws StepLeft when it was left */
  ask(answers: A, ask: Ask): Promise<Move<A>>;
}

/** Where a run goes from a step: on, or to the steps of a topic and then back to the last step. */
export interface Move<A> {
  readonly answers: A;
  readonly visit?: string;
}
