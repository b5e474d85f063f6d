import type { NotificationMap, NotificationName, RequestMap, RequestName } from "../protocol/runner.ts";

/** The runner, as commands see it. */
export interface Runner {
  request<Name extends RequestName>(
    name: Name,
    params: RequestMap[Name]["params"],
  ): Promise<RequestMap[Name]["result"]>;
  /** @returns stops listening */
  on<Name extends NotificationName>(name: Name, listener: (params: NotificationMap[Name]) => void): () => void;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}
