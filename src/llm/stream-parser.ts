import type { Proposal } from "../search/ports.ts";
import { ListReader } from "./list-reader.ts";

/** Enough of the text before a bracket to see the word or key that it belongs to. */
const CONTEXT = 40;
const THINKING_STARTS = /<(think|thinking|reasoning)>$/i;
const THINKING_ENDS = /<\/(think|thinking|reasoning)>$/i;
const PARENTS_BEFORE = /parents?\W{0,8}$/i;
const KEY_BEFORE = /["']\s*:\s*$/;

/**
 * Finds rate vectors in the text of an answer while it streams in: JSON (`{"individuals":[{"parents":[3,7],
 * "rates":[…]}]}`) as well as bracketed lists in prose, code fences or numbered lines.
 *
 * The text is read character by character, so that it does not matter where it was cut into chunks. Nothing is ever
 * thrown, and the memory used does not grow with the text. What stands in `<think>` blocks and in JSON strings is skipped.
 */
export class StreamParser {
  #mode: "text" | "string" | "list" | "thinking" = "text";
  /** The last characters outside of lists. */
  #context = "";
  /** Open braces: quotes are strings only inside of objects, in prose they are anything. */
  #depth = 0;
  #escaped = false;
  #list = new ListReader();
  #parents: readonly number[] = [];
  /** The vector under a JSON key, held until its object closes: its parents may come after it. */
  #held: readonly number[] | undefined;
  #found: Proposal[] = [];

  /** Reads on; returns the vectors that `text` completed. */
  push(text: string): Proposal[] {
    for (let index = 0; index < text.length; index++) this.#read(text.charAt(index));
    return this.#take();
  }

  /** The text is over; returns the vector that was still held, if any. A list that was not closed is no vector. */
  end(): Proposal[] {
    this.#release();
    return this.#take();
  }

  #take(): Proposal[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #read(character: string): void {
    if (this.#mode === "list") {
      this.#readList(character);
      return;
    }
    this.#context = (this.#context + character).slice(-CONTEXT);
    if (this.#mode === "text") this.#readText(character);
    else if (this.#mode === "string") this.#readString(character);
    else if (character === ">" && THINKING_ENDS.test(this.#context)) this.#mode = "text";
  }

  #readText(character: string): void {
    if (character === "[") this.#openList();
    else if (character === "{") this.#depth++;
    else if (character === "}") this.#closeObject();
    else if (character === '"' && this.#depth > 0) this.#mode = "string";
    else if (character === ">" && THINKING_STARTS.test(this.#context)) this.#mode = "thinking";
  }

  #readString(character: string): void {
    // As in lists: a string ends with its line, so that a lone quote in prose does little harm.
    if (character === "\n" || (character === '"' && !this.#escaped)) this.#mode = "text";
    this.#escaped = character === "\\" && !this.#escaped;
  }

  #readList(character: string): void {
    if (this.#list.quoted) this.#list.read(character);
    else if (character === "]") this.#closeList();
    else if (character === "[" || character === "{") this.#openInner(character);
    else this.#list.read(character);
  }

  #openList(): void {
    this.#mode = "list";
    this.#context = this.#context.slice(0, -1);
    this.#list = new ListReader();
  }

  /** A list of lists or of objects is no vector itself: what is inside of it counts. */
  #openInner(character: string): void {
    this.#mode = "text";
    this.#context = character;
    this.#readText(character);
  }

  #closeList(): void {
    const before = this.#context;
    this.#mode = "text";
    this.#context = "]";
    const values = this.#list.finish();
    if (!values) return;
    if (PARENTS_BEFORE.test(before) && values.every(isId)) {
      this.#parents = values;
      return;
    }
    this.#release();
    this.#held = values;
    if (!KEY_BEFORE.test(before)) this.#release();
  }

  #closeObject(): void {
    this.#depth = Math.max(0, this.#depth - 1);
    this.#release();
  }

  #release(): void {
    if (!this.#held) return;
    this.#found.push({ values: this.#held, parents: this.#parents });
    this.#held = undefined;
    this.#parents = [];
  }
}

/** The vectors of a whole answer. */
export function vectorsIn(text: string): Proposal[] {
  const parser = new StreamParser();
  return [...parser.push(text), ...parser.end()];
}

function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
