import { type Ask, type Dialogs, type Place, StepLeft } from "./dialogs.ts";
import type { Move, Step } from "./step.ts";

export interface Run<A> {
  /** In the order in which they are asked; the last one ends the run unless it visits another. */
  readonly steps: readonly Step<A>[];
  readonly answers: A;
  /** Topics that are answered already and not asked on the way. */
  readonly skip?: ReadonlySet<string>;
  /** Begins with the steps of this topic and goes to the last step then. */
  readonly visit?: string | undefined;
  /** Told of every answer at once, so that none is lost when the run is left. */
  readonly onAnswered?: (answers: A) => Promise<void> | void;
}

export interface Outcome<A> {
  readonly isDone: boolean;
  readonly answers: A;
}

/** A step that is being asked, and the topic that is visited there, if any. */
interface Position<A> {
  readonly step: Step<A>;
  readonly visiting: string | undefined;
}

/** Asks step after step, with a way back, until the last one ends the run or the person leaves it. */
export async function runSteps<A>(run: Run<A>, dialogs: Dialogs): Promise<Outcome<A>> {
  const history: Position<A>[] = [];
  let { answers } = run;
  let position = await positionAfter(run, undefined, answers, run.visit);
  while (position) {
    const ask = askAt(dialogs, await placeOf(run, position, answers, history.length > 0));
    const move: Move<A> | "back" | "out" = await attempt(position.step, answers, ask);
    if (move === "out") return { isDone: false, answers };
    if (move === "back") {
      position = history.pop() ?? position;
      continue;
    }
    ({ answers } = move);
    await run.onAnswered?.(answers);
    history.push(position);
    position = await following(run, position, move);
  }
  return { isDone: true, answers };
}

async function attempt<A>(step: Step<A>, answers: A, ask: Ask): Promise<Move<A> | "back" | "out"> {
  try {
    return await step.ask(answers, ask);
  } catch (error) {
    if (error instanceof StepLeft) return error.way;
    throw error;
  }
}

function following<A>(run: Run<A>, from: Position<A>, move: Move<A>): Promise<Position<A> | undefined> {
  if (move.visit !== undefined) return positionAfter(run, undefined, move.answers, move.visit);
  return positionAfter(run, from.step, move.answers, from.visiting);
}

/** The next position in the order of the steps; none after the last. */
async function positionAfter<A>(
  { steps, skip }: Run<A>,
  after: Step<A> | undefined,
  answers: A,
  visiting: string | undefined,
): Promise<Position<A> | undefined> {
  const last = steps.at(-1);
  const rest = steps.slice(after ? steps.indexOf(after) + 1 : 0);
  for (const step of rest) {
    const isDue =
      step === last ||
      (visiting === undefined ? isOnTheWay(step, answers, skip) : isDueOnVisit(step, answers, visiting));
    if (isDue && (await step.applies(answers))) return { step, visiting };
  }
  return undefined;
}

function isOnTheWay<A>(step: Step<A>, answers: A, skip: ReadonlySet<string> | undefined): boolean {
  return !step.isAdvanced && !(skip?.has(step.topic) && step.isAnswered(answers));
}

/** A visit asks the topic again, and what its new answer leaves open. */
function isDueOnVisit<A>(step: Step<A>, answers: A, topic: string): boolean {
  return step.topic === topic || !(step.isAdvanced || step.isAnswered(answers));
}

async function placeOf<A>(run: Run<A>, { step }: Position<A>, answers: A, canGoBack: boolean): Promise<Place> {
  const inRow: Step<A>[] = [];
  for (const other of run.steps) {
    if (isOnTheWay(other, answers, run.skip) && (await other.applies(answers))) inRow.push(other);
  }
  const index = inRow.indexOf(step);
  return { title: step.title, step: index < 0 ? undefined : index + 1, steps: inRow.length, canGoBack };
}

function askAt(dialogs: Dialogs, place: Place): Ask {
  return {
    pick: (question) => dialogs.pick(question, place),
    pickMany: (question) => dialogs.pickMany(question, place),
    type: (question) => dialogs.type(question, place),
  };
}
