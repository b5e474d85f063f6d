import {
  type EngineAnswer,
  type EngineParams,
  type EngineRequestName,
  type FromEngine,
  failureOf,
  type ToEngine,
} from "./engine-channel.ts";

/** What answers each request. */
export type EngineHandlers = {
  readonly [Name in EngineRequestName]: (
    params: EngineParams<Name>,
    signal: AbortSignal,
  ) => Promise<EngineAnswer<Name>> | EngineAnswer<Name>;
};

/**
 * Answers requests one after another, in the order in which they came.
 *
 * @returns what every incoming message is to be handed to
 */
export function engineServer(
  handlers: EngineHandlers,
  send: (message: FromEngine) => void,
): (message: ToEngine) => void {
  const unanswered = new Map<number, AbortController>();
  let previous: Promise<void> = Promise.resolve();

  const answer = async (request: Extract<ToEngine, { kind: "request" }>, signal: AbortSignal): Promise<void> => {
    try {
      signal.throwIfAborted();
      send({ kind: "result", id: request.id, result: await handle(handlers, request, signal) });
    } catch (thrown) {
      send({ kind: "failure", id: request.id, failure: failureOf(thrown, signal) });
    } finally {
      unanswered.delete(request.id);
    }
  };

  return (message) => {
    if (message.kind === "abort") {
      unanswered.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    unanswered.set(message.id, controller);
    previous = previous.then(() => answer(message, controller.signal));
  };
}

async function handle<Name extends EngineRequestName>(
  handlers: EngineHandlers,
  request: { readonly name: Name; readonly params: EngineParams<Name> },
  signal: AbortSignal,
): Promise<EngineAnswer<Name>> {
  return handlers[request.name](request.params, signal);
}
