import type { Proposal, ProposalOutcome, ProposalRequest, Proposer } from "./ports.ts";

/**
 * An answer on its way: the vectors are taken off the wire as they arrive, whether or not somebody is ready for them,
 * so that the proposer works on while the device evaluates. Nobody has to listen: a failure waits until it is asked for.
 */
export class Answer {
  readonly request: ProposalRequest;
  readonly #signal: AbortSignal;
  readonly #cancel = new AbortController();
  readonly #arrived: Proposal[] = [];
  readonly #pump: Promise<void>;
  #change = Promise.withResolvers<void>();
  #end: { outcome: ProposalOutcome } | { failure: unknown } | undefined;

  constructor(proposer: Proposer, request: ProposalRequest, signal: AbortSignal) {
    this.request = request;
    this.#signal = signal;
    const stream = proposer.propose(request, AbortSignal.any([signal, this.#cancel.signal]));
    this.#pump = this.#takeAll(stream)
      .catch((failure: unknown) => {
        this.#end = { failure };
      })
      .then(() => this.#change.resolve());
  }

  /**
   * The next vector, as soon as it has arrived; undefined after the last. Throws the signal's reason when aborted, and
   * what the proposer threw otherwise.
   */
  async next(): Promise<Proposal | undefined> {
    while (this.#arrived.length === 0 && !this.#end) await this.#change.promise;
    const proposal = this.#arrived.shift();
    if (proposal || !this.#end || "outcome" in this.#end) return proposal;
    this.#signal.throwIfAborted();
    throw this.#end.failure;
  }

  /** What the answer cost; known after its last vector. */
  get outcome(): ProposalOutcome {
    if (!this.#end || !("outcome" in this.#end)) throw new Error("the answer has not ended");
    return this.#end.outcome;
  }

  /** Hangs up. Resolves when the proposer has let go. */
  async close(): Promise<void> {
    this.#cancel.abort(new Error("the answer is no longer wanted"));
    await this.#pump;
  }

  async #takeAll(stream: AsyncGenerator<Proposal, ProposalOutcome>): Promise<void> {
    for (;;) {
      const step = await stream.next();
      if (step.done) {
        this.#end = { outcome: step.value };
        return;
      }
      this.#arrived.push(step.value);
      this.#change.resolve();
      this.#change = Promise.withResolvers();
    }
  }
}
