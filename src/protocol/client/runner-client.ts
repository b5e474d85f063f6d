import type { Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import { UserError } from "../../base/errors.ts";
import { within } from "../../base/within.ts";
import type { ConnectionFile } from "../connection-file.ts";
import { messageReader } from "../message-reader.ts";
import {
  type ClientNotificationMap,
  type NotificationMap,
  type NotificationName,
  PROTOCOL_VERSION,
  type RequestMap,
  type RequestName,
  type ReverseRequestMap,
  RpcErrorCode,
  type Welcome,
} from "../runner.ts";
import { connectSocket } from "./connect-socket.ts";
import { SilentRunner } from "./silent-runner.ts";

/** Milliseconds a runner has to answer a hello. */
const HELLO_LIMIT = 10_000;

/** Messages that a connection may have taken and not dispatched yet: more than a runner ever leaves unsent. */
const MOST_WAITING = 512;

export interface OpenOptions {
  /** End the runner, whatever protocol it speaks; the welcome then tells which one is ending. */
  readonly shutdown?: boolean;
  /** Milliseconds that it has to answer. */
  readonly limit?: number;
}

/** A connection to a runner that has welcomed this client. */
export class RunnerClient {
  readonly welcome: Welcome;
  readonly #connection: MessageConnection;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;

  private constructor(socket: Socket, connection: MessageConnection, closed: Promise<void>, welcome: Welcome) {
    this.#socket = socket;
    this.#connection = connection;
    this.#closed = closed;
    this.welcome = welcome;
  }

  /**
   * Connects to the runner that a connection file names and says hello.
   *
   * @param client who asks, for the runner's log: `cli 0.1.0`
   * @returns undefined when nobody is there, or another program is
   * @throws UserError `runner-version` when the runner speaks another protocol
   * @throws SilentRunner when it lets clients connect, but does not answer
   */
  static async open(
    file: ConnectionFile,
    client: string,
    { shutdown = false, limit = HELLO_LIMIT }: OpenOptions = {},
  ): Promise<RunnerClient | undefined> {
    const socket = await connectSocket(file.socket);
    if (!socket) return undefined;
    const connection = createMessageConnection(messageReader(socket), new SocketMessageWriter(socket));
    const closed = endOf(socket, connection);
    // Without a listener an error would be thrown; a broken connection is told by its closing.
    connection.onError(() => socket.destroy());
    connection.listen();
    try {
      const params = { token: file.token, protocol: PROTOCOL_VERSION, client, ...(shutdown && { shutdown }) };
      const asked = Date.now();
      const welcome = await within(connection.sendRequest<Welcome>("hello", params), limit);
      if (!welcome) throw new SilentRunner(file.pid, asked);
      return new RunnerClient(socket, connection, closed, welcome);
    } catch (error) {
      connection.dispose();
      socket.destroy();
      if (error instanceof SilentRunner) throw error;
      if (error instanceof ResponseError && error.code === RpcErrorCode.versionSkew) throw userErrorOf(error);
      return undefined;
    }
  }

  /** Asks the runner. @throws UserError as the runner worded it, or `runner-gone` when the connection broke */
  async request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]> {
    try {
      return await this.#connection.sendRequest<RequestMap[K]["result"]>(name, params);
    } catch (error) {
      if (error instanceof ResponseError && error.code in applicationErrors) throw userErrorOf(error);
      if (error instanceof ResponseError && !isBroken(error)) throw error;
      throw new UserError("runner-gone", `The runner went away while it was asked for ${name}.`, "Connect again.", {
        cause: error,
      });
    }
  }

  /** Calls `listener` with every notification of a kind; the returned function ends that. */
  onNotification<K extends NotificationName>(name: K, listener: (params: NotificationMap[K]) => void): () => void {
    const registration = this.#connection.onNotification(name, listener);
    return () => registration.dispose();
  }

  /** Answers what the runner asks. `answer` may throw a UserError; its signal is aborted when nobody waits any more. */
  onRequest<K extends keyof ReverseRequestMap>(
    name: K,
    answer: (params: ReverseRequestMap[K]["params"], signal: AbortSignal) => Promise<ReverseRequestMap[K]["result"]>,
  ): () => void {
    const registration = this.#connection.onRequest(
      name,
      async (params: ReverseRequestMap[K]["params"], token: CancellationToken): Promise<unknown> => {
        try {
          return await answer(params, signalOf(token));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          return new ResponseError(RpcErrorCode.user, error.message, { code: error.code, hint: error.hint });
        }
      },
    );
    return () => registration.dispose();
  }

  /** Tells the runner something; a connection that has broken is told by its closing. */
  async tell<K extends keyof ClientNotificationMap>(name: K, params: ClientNotificationMap[K]): Promise<void> {
    await this.#connection.sendNotification(name, params).catch(() => undefined);
  }

  /** Resolves when the connection is gone, whoever ended it. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  close(): void {
    this.#connection.dispose();
    // Not only our half of it: a runner that hangs would keep the other half, and with it this process, open.
    this.#socket.destroySoon();
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

const applicationErrors: Readonly<Record<number, string>> = {
  [RpcErrorCode.user]: "runner-error",
  [RpcErrorCode.unauthorised]: "runner-unauthorised",
  [RpcErrorCode.versionSkew]: "runner-version",
  [RpcErrorCode.cancelled]: "cancelled",
};

/** JSON-RPC's own range for a connection that ended before the answer. */
function isBroken(error: ResponseError<unknown>): boolean {
  return error.code === -32097 || error.code === -32099;
}

function userErrorOf(error: ResponseError<unknown>): UserError {
  const data = (error.data ?? {}) as { code?: unknown; hint?: unknown };
  const code = typeof data.code === "string" ? data.code : (applicationErrors[error.code] ?? "runner-error");
  return new UserError(code, error.message, typeof data.hint === "string" ? data.hint : undefined);
}

/**
 * The end of a connection, whoever ended it. The socket's and not the connection's own, which one that was disposed of does
 * not tell; and without being disposed of, it would leave requests without an answer, and who waits for them waiting for ever.
 */
function endOf(socket: Socket, connection: MessageConnection): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", async () => {
      // What the runner said last has come, but each message waits for a turn of its own to be dispatched.
      for (let message = 0; message < MOST_WAITING; message++) await turn();
      connection.dispose();
      resolve();
    });
  });
}
