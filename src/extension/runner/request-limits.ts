import type { RequestName } from "../../protocol/runner.ts";

/** What is read from the database or steered in memory. */
const QUICK = 30_000;
/** What may open models, try devices out (two minutes each at most) or wait for an evaluation to be abandoned. */
const LONG = 300_000;
/** What nobody waits for, or what can be cancelled while it shows its progress: it outlives a silence of the runner. */
const PATIENT = undefined;

/** Milliseconds that a runner that is well has for each request. */
export const requestLimits: Readonly<Record<Exclude<RequestName, "hello">, number | undefined>> = {
  "search/start": LONG,
  "search/list": QUICK,
  "search/get": QUICK,
  "search/subscribe": QUICK,
  "search/unsubscribe": PATIENT,
  "search/pause": QUICK,
  "search/resume": LONG,
  "search/stop": QUICK,
  "search/delete": LONG,
  "search/snapshot": QUICK,
  "search/best": QUICK,
  "search/generations": QUICK,
  "search/candidate": QUICK,
  "search/call": QUICK,
  "search/draft": LONG,
  "model/describe": LONG,
  "device/resolve": LONG,
  catalog: QUICK,
  evaluate: PATIENT,
  "evaluate/cancel": PATIENT,
  doctor: LONG,
  ping: QUICK,
  "llm/offer": QUICK,
  shutdown: QUICK,
};
