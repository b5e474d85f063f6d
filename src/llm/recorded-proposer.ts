import type { Proposal, ProposalOutcome, ProposalRequest, Proposer } from "../search/ports.ts";
import type { LlmCaller, LlmJournal } from "./journal.ts";
import { vectorsIn } from "./stream-parser.ts";

/**
 * A proposer that answers from the journal what the journal knows, with the same vectors and the same outcome, and asks
 * `live` for the rest. A call is recorded as soon as it ends, before its outcome is told; one that was cut by the end
 * of the process is not in the journal and is made again.
 */
export function recordedProposer(journal: LlmJournal, live: LlmCaller): Proposer {
  return {
    async *propose(request, signal) {
      signal.throwIfAborted();
      const known = journal.find(request.ordinal);
      if (!known) return yield* liveProposals(journal, live, request, signal);
      yield* vectorsIn(known.answer);
      return known.outcome;
    },
  };
}

/**
 * The answers of another search, as a caller that is free and needs no key. They cost again what they cost then, so
 * that budgets end the search at the same place. What was never asked yields nothing and counts `not-recorded`.
 */
export function replayCaller(recorded: LlmJournal): LlmCaller {
  return async (request, emit, signal) => {
    signal.throwIfAborted();
    const known = recorded.find(request.ordinal);
    for (const proposal of vectorsIn(known?.answer ?? "")) emit(proposal);
    return known ?? notRecorded(request);
  };
}

/**
 * The answer is read as fast as it comes, however long the search takes for each vector: a stream that is not read
 * would be cut by the endpoint, or taken for dead.
 */
async function* liveProposals(
  journal: LlmJournal,
  live: LlmCaller,
  request: ProposalRequest,
  signal: AbortSignal,
): AsyncGenerator<Proposal, ProposalOutcome> {
  const abandoned = new AbortController();
  let outcome: ProposalOutcome | undefined;
  const proposals = new ReadableStream<Proposal>({
    async start(queue) {
      const emit = (proposal: Proposal) => {
        if (!abandoned.signal.aborted) queue.enqueue(proposal);
      };
      const record = await live(request, emit, AbortSignal.any([signal, abandoned.signal]));
      journal.append(record);
      outcome = record.outcome;
      queue.close();
    },
    cancel: () => abandoned.abort(),
  });
  yield* proposals;
  // The stream ends without an error only after the outcome was set.
  return outcome ?? emptyOutcome;
}

const emptyOutcome: ProposalOutcome = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  money: 0,
  seconds: 0,
  faults: {},
};

function notRecorded({ ordinal, retry }: ProposalRequest) {
  return {
    ordinal,
    retry,
    startedAt: new Date().toISOString(),
    messages: [],
    parameters: {},
    answer: "",
    vectors: [],
    tokensEstimated: false,
    outcome: { ...emptyOutcome, faults: { "not-recorded": 1 } },
  };
}
