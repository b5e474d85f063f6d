import type { Proposal } from "../search/ports.ts";
import type { Piece, Usage } from "./completion.ts";
import { brokenOff, type Fault, faultOfFinish, prose, refused, tooLong } from "./faults.ts";
import { StreamParser } from "./stream-parser.ts";

/** Collects an answer and reads the vectors in it. */
export class Answer {
  text = "";
  thinking = 0;
  usage: Usage | undefined;
  readonly #limit: number;
  readonly #emit: (proposal: Proposal) => void;
  readonly #parser = new StreamParser();
  #vectors = 0;

  constructor(limit: number, emit: (proposal: Proposal) => void) {
    this.#limit = limit;
    this.#emit = emit;
  }

  /** Reads to the end, or to the limit; returns what is wrong with the answer. Vectors read before a throw stand. */
  async read(pieces: AsyncIterable<Piece>): Promise<Fault | undefined> {
    let finish: string | undefined;
    let refusal = false;
    try {
      for await (const piece of pieces) {
        this.#take(piece);
        finish ??= piece.finish;
        refusal ||= piece.refusal;
        if (this.text.length >= this.#limit) return tooLong;
      }
    } finally {
      this.#emitAll(this.#parser.end());
    }
    if (refusal) return refused;
    if (finish === undefined) return brokenOff;
    return faultOfFinish(finish) ?? (this.#vectors === 0 ? prose : undefined);
  }

  #take(piece: Piece): void {
    const content = piece.content.slice(0, this.#limit - this.text.length);
    this.text += content;
    this.thinking += piece.thinking;
    this.usage = piece.usage ?? this.usage;
    this.#emitAll(this.#parser.push(content));
  }

  #emitAll(proposals: readonly Proposal[]): void {
    this.#vectors += proposals.length;
    for (const proposal of proposals) this.#emit(proposal);
  }
}
