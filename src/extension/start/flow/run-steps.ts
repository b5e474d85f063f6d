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

/** The steps of a run, and those of them that were answered before it and are not asked on the way. */
interface Route<A> {
  readonly steps: readonly Step<A>[];
  readonly skipped: ReadonlySet<Step<A>>;
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
  const route = routeOf(run);
  let position = await positionAfter(route, undefined, answers, run.visit);
  while (position) {
    const ask = askAt(dialogs, await placeOf(route, position, answers, history.length > 0));
    const move: Move<A> | "back" | "out" = await attempt(position.step, answers, ask);
    if (move === "out") return { isDone: false, answers };
    if (move === "back") {
      position = history.pop() ?? position;
      continue;
    }
    ({ answers } = move);
    await run.onAnswered?.(answers);
    history.push(position);
    position = await following(route, position, move);
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

function routeOf<A>({ steps, skip, answers }: Run<A>): Route<A> {
  return { steps, skipped: new Set(steps.filter((step) => skip?.has(step.topic) && step.isAnswered(answers))) };
}

function following<A>(route: Route<A>, from: Position<A>, move: Move<A>): Promise<Position<A> | undefined> {
  if (move.visit !== undefined) return positionAfter(route, undefined, move.answers, move.visit);
  return positionAfter(route, from.step, move.answers, from.visiting);
}

/** The next position in the order of the steps; none after the last. */
async function positionAfter<A>(
  route: Route<A>,
  after: Step<A> | undefined,
  answers: A,
  visiting: string | undefined,
): Promise<Position<A> | undefined> {
  const rest = route.steps.slice(after ? route.steps.indexOf(after) + 1 : 0);
  for (const step of rest) {
    const isDue = visiting === undefined ? isOnTheWay(route, step) : isDueOnVisit(route, step, answers, visiting);
    if (isDue && (await step.applies(answers))) return { step, visiting };
  }
  return undefined;
}

function isOnTheWay<A>({ skipped }: Route<A>, step: Step<A>): boolean {
  return !step.isAdvanced && !skipped.has(step);
}

/** A visit asks the topic again, then what its new answer leaves open, and ends with the last step. */
function isDueOnVisit<A>({ steps }: Route<A>, step: Step<A>, answers: A, topic: string): boolean {
  return step.topic === topic || step === steps.at(-1) || !(step.isAdvanced || step.isAnswered(answers));
}

async function placeOf<A>(route: Route<A>, { step }: Position<A>, answers: A, canGoBack: boolean): Promise<Place> {
  const inRow: Step<A>[] = [];
  for (const other of route.steps) {
    if (isOnTheWay(route, other) && (await other.applies(answers))) inRow.push(other);
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
