import { ErrorCodes, ResponseError } from "vscode-jsonrpc/node";
import { messageOf, UserError } from "../base/errors.ts";
import type { Measured } from "../protocol/card.ts";
import type { NotificationMap, NotificationName, NumberedEvent } from "../protocol/runner.ts";
import type { EditorChats, EditorClient } from "./editor-chats.ts";
import type { TellProgress } from "./evaluate-job.ts";
import { EventFeed } from "./event-feed.ts";
import { EditorText, type Handlers, type Params, paramSchemas } from "./params.ts";
import type { SearchManager } from "./search-manager.ts";
import type { SharedHandlers } from "./shared-handlers.ts";

/** What a session needs of the runner. */
export interface SessionPorts {
  /** Handlers of the requests that have the same answer for every client. */
  readonly shared: SharedHandlers;
  readonly manager: Pick<SearchManager, "detail" | "summary">;
  readonly after: (search: string, sequence: number, limit: number) => readonly NumberedEvent[];
  readonly evaluate: (params: Params<"evaluate">, tell: TellProgress, signal: AbortSignal) => Promise<Measured>;
  readonly editors: EditorChats;
  readonly log: (text: string) => void;
  /** The client itself, to be asked when it offers its editor's language models. */
  readonly client: EditorClient;
  readonly notify: <K extends NotificationName>(name: K, params: NotificationMap[K]) => Promise<void>;
}

/** One welcomed client: what it asks, the searches it watches, the evaluations it waits for. */
export class Session {
  readonly #ports: SessionPorts;
  readonly #feeds = new Map<string, EventFeed>();
  readonly #evaluations = new Map<string, AbortController>();
  readonly #handlers: Handlers;
  #endOffer = (): void => {};

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#handlers = {
      ...ports.shared,
      "search/subscribe": ({ id, after }) => this.#subscribe(id, after),
      "search/unsubscribe": ({ id }) => this.#unsubscribe(id),
      evaluate: (params) => this.#evaluate(params),
      "evaluate/cancel": ({ ticket }) => {
        this.#evaluations.get(ticket)?.abort();
        return {};
      },
      "llm/offer": () => {
        this.#endOffer = ports.editors.offer(ports.client);
        return {};
      },
    };
  }

  /** Answers a request. @throws ZodError for parameters that are not as they should be, and whatever the handler throws */
  async handle(method: string, params: unknown): Promise<unknown> {
    if (!isHandled(method)) throw new ResponseError(ErrorCodes.MethodNotFound, `There is no request ${method}.`);
    // The schema and the handler of one name belong together; the compiler cannot follow them through a variable.
    const handler = this.#handlers[method] as (params: unknown) => unknown;
    return handler(paramSchemas[method].parse(params ?? {}));
  }

  /** Takes a notification; what is none of ours is ignored, as JSON-RPC wants it. */
  hear(method: string, params: unknown): void {
    const text = EditorText.safeParse(params);
    if (method === "llm/text" && text.success) this.#ports.editors.hear(text.data);
  }

  /** A search has new events. */
  wake(search: string): void {
    this.#feeds.get(search)?.wake();
  }

  close(): void {
    this.#endOffer();
    for (const feed of this.#feeds.values()) feed.close();
    for (const evaluation of this.#evaluations.values()) evaluation.abort();
  }

  #subscribe(id: string, after: number) {
    const detail = this.#ports.manager.detail(id);
    this.#unsubscribe(id);
    const { after: read, manager, notify, log } = this.#ports;
    const feed = new EventFeed(id, after, {
      after: read,
      summary: (search) => manager.summary(search),
      send: (batch) => notify("search/events", batch),
      failed: (error) => log(`the events of search ${id} could not be read: ${messageOf(error)}`),
    });
    this.#feeds.set(id, feed);
    return detail;
  }

  #unsubscribe(id: string): Record<string, never> {
    this.#feeds.get(id)?.close();
    this.#feeds.delete(id);
    return {};
  }

  async #evaluate(params: Params<"evaluate">): Promise<Measured> {
    const { ticket } = params;
    if (this.#evaluations.has(ticket)) {
      throw new UserError("ticket-used", `There is an evaluation with the ticket ${ticket} already.`);
    }
    const cancel = new AbortController();
    this.#evaluations.set(ticket, cancel);
    try {
      const tell: TellProgress = (done, total, stage) =>
        void this.#ports.notify("evaluate/progress", { ticket, done, total, stage });
      return await this.#ports.evaluate(params, tell, cancel.signal);
    } finally {
      this.#evaluations.delete(ticket);
    }
  }
}

function isHandled(method: string): method is keyof Handlers {
  return method !== "hello" && Object.hasOwn(paramSchemas, method);
}
