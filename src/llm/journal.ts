import type { Proposal, ProposalOutcome, ProposalRequest } from "../search/ports.ts";

/** One message of a chat. */
export interface ChatMessage {
  readonly role: "system" | "user";
  readonly content: string;
}

/** A request to an LLM and all that came of it, without any key: what a search is repeated from. Plain JSON. */
export interface LlmCallRecord {
  /** The ordinal of the {@link ProposalRequest}. */
  readonly ordinal: number;
  /** A second request for what the first answer lacked. */
  readonly retry: boolean;
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  /** As last sent. */
  readonly messages: readonly ChatMessage[];
  /** Model, temperature, limits, answer format: the rest of the request's body, as last sent. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The answer as it came, up to the limit on its length. */
  readonly answer: string;
  /** The vectors read from the answer; null stands for what is not a number. */
  readonly vectors: readonly (readonly (number | null)[])[];
  /** The endpoint told no token counts: they are a quarter of the characters. */
  readonly tokensEstimated: boolean;
  readonly outcome: ProposalOutcome;
}

/** The recorded calls of one search. */
export interface LlmJournal {
  find(ordinal: number): LlmCallRecord | undefined;
  /** Durable when it returns. */
  append(record: LlmCallRecord): void;
}

/**
 * Asks someone for rate vectors: `emit` is called with each as it arrives, the whole call is returned once it ended. A
 * fault of the LLM is part of the record and never thrown; only the reason of `signal` is.
 */
export type LlmCaller = (
  request: ProposalRequest,
  emit: (proposal: Proposal) => void,
  signal: AbortSignal,
) => Promise<LlmCallRecord>;
