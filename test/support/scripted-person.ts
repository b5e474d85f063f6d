import {
  type Dialogs,
  isAcceptable,
  type PickManyQuestion,
  type PickQuestion,
  type PickRow,
  type Place,
  StepLeft,
  type TextQuestion,
} from "../../src/extension/start/flow/dialogs.ts";

/** What a person does with one question. */
export type Act =
  /** Presses Enter on the row with this id, or on the one that is active. */
  | { readonly choose: string }
  | { readonly chooseMany: readonly string[] }
  | { readonly type: string }
  | "enter"
  | "back"
  | "escape";

/** A question as it stood when it was answered. */
export interface Seen {
  readonly place: Place;
  readonly text: string;
  readonly rows: readonly PickRow<unknown>[];
  readonly active: string | undefined;
  readonly value: string | undefined;
}

/** Answers questions by a script, one act for each, and keeps what it saw. Waits for all rows before it chooses. */
export class ScriptedPerson implements Dialogs {
  readonly seen: Seen[] = [];
  isClosed = false;
  readonly #script: (readonly [string, Act])[];

  /** @param script title of each question, in their order, and what is done with it */
  constructor(...script: (readonly [title: string, act: Act])[]) {
    this.#script = script;
  }

  /** Acts for the questions that come next. */
  goOn(...script: (readonly [title: string, act: Act])[]): void {
    this.#script.push(...script);
  }

  /** Acts that no question has come for. */
  get left(): number {
    return this.#script.length;
  }

  async pick<T>(question: PickQuestion<T>, place: Place): Promise<T> {
    let rows: readonly PickRow<T>[] = [];
    for await (const list of question.rows(new AbortController().signal)) rows = list;
    this.#see(place, question.placeholder, { rows, active: question.active });
    const act = this.#act(place);
    if (act === "enter") return rowOf(rows, question.active ?? rows[0]?.id).value;
    if ("choose" in act) return rowOf(rows, act.choose).value;
    if (!("type" in act)) throw new Error(`${place.title} is a list to choose from.`);
    const typed = question.typed?.(act.type);
    if (!typed) throw new Error(`${place.title} makes no row of ${act.type}.`);
    return typed.value;
  }

  async pickMany<T>(question: PickManyQuestion<T>, place: Place): Promise<readonly T[]> {
    this.#see(place, question.placeholder, { rows: question.rows });
    const act = this.#act(place);
    const ids = act === "enter" ? question.chosen : "chooseMany" in act ? act.chooseMany : undefined;
    if (!ids) throw new Error(`${place.title} is a list to choose several from.`);
    return ids.map((id) => rowOf(question.rows, id).value);
  }

  async type(question: TextQuestion, place: Place): Promise<string> {
    this.#see(place, question.prompt, { value: question.value });
    const act = this.#act(place);
    const text = act === "enter" ? (question.value ?? "") : "type" in act ? act.type : undefined;
    if (text === undefined) throw new Error(`${place.title} is a box to type into.`);
    if (!isAcceptable(question, text)) throw new Error(`${place.title} does not take "${text}".`);
    return text;
  }

  close(): void {
    this.isClosed = true;
  }

  #see(place: Place, text: string, rest: Partial<Seen>): void {
    this.isClosed = false;
    this.seen.push({ place, text, rows: [], active: undefined, value: undefined, ...rest });
  }

  #act(place: Place): Exclude<Act, "back" | "escape"> {
    const [title, act] = this.#script.shift() ?? ["no question", "escape" as const];
    if (title !== place.title) throw new Error(`Asked for ${place.title}, where ${title} was to come.`);
    if (act === "back" && !place.canGoBack) throw new Error(`There is no way back from ${title}.`);
    if (act === "back" || act === "escape") throw new StepLeft(act === "back" ? "back" : "out");
    return act;
  }
}

function rowOf<T>(rows: readonly PickRow<T>[], id: string | undefined): PickRow<T> {
  const row = rows.find((candidate) => candidate.id === id);
  if (row) return row;
  throw new Error(`There is no row ${id} among ${rows.map((candidate) => candidate.id).join(", ")}.`);
}
