import type { LlmCallRecord } from "../llm/journal.ts";
import type { LlmCallStore } from "../runs/llm-call-store.ts";
import type { Proposer } from "../search/ports.ts";

/**
 * A proposer whose vectors are stored as they arrive. The process can die in the middle of an answer, when its first
 * vectors have been scored already. The call is then made again, and an LLM need not say the same twice: what had arrived
 * stays, and the new answer counts from where the old one was cut.
 */
export function resumableProposer(proposer: Proposer, store: LlmCallStore<LlmCallRecord>, search: string): Proposer {
  return {
    async *propose(request, signal) {
      const stored = store.vectors(search, request.ordinal);
      yield* stored;
      const answer = proposer.propose(request, signal);
      try {
        for (let position = 0; ; position++) {
          const { done, value } = await answer.next();
          if (done) return value;
          if (position < stored.length) continue;
          store.appendVector(search, request.ordinal, position, value);
          yield value;
        }
      } finally {
        // A method that stops listening hangs up on the LLM; without effect on an answer that has ended.
        await answer.return(NO_OUTCOME);
      }
    },
  };
}

/** Nobody reads it: what `return` wants for a generator that is thrown away. */
const NO_OUTCOME = { calls: 0, inputTokens: 0, outputTokens: 0, money: 0, seconds: 0, faults: {} };
