import { createConnection, type Socket } from "node:net";
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import { UserError } from "../../base/errors.ts";
import type { ConnectionFile } from "../connection-file.ts";
import {
  type NotificationMap,
  type NotificationName,
  PROTOCOL_VERSION,
  type RequestMap,
  type RequestName,
  RpcErrorCode,
  type Welcome,
} from "../runner.ts";

/** Milliseconds a runner has to answer a hello. */
const HELLO_TIMEOUT = 5000;

/** A connection to a runner that has welcomed this client. */
export class RunnerClient {
  readonly welcome: Welcome;
  readonly #connection: MessageConnection;
  readonly #closed: Promise<void>;

  private constructor(connection: MessageConnection, welcome: Welcome) {
    this.#connection = connection;
    this.welcome = welcome;
    this.#closed = new Promise((resolve) => connection.onClose(resolve));
  }

  /**
   * Connects to the runner that a connection file names and says hello.
   *
   * @param client who asks, for the runner's log: `cli 0.1.0`
   * @returns undefined when nobody answers there, or another program does
   * @throws UserError `runner-version` when the runner speaks another protocol
   */
  static async open(file: ConnectionFile, client: string): Promise<RunnerClient | undefined> {
    const socket = await connect(file.socket);
    if (!socket) return undefined;
    const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    // Without a listener an error would be thrown; a broken connection is told by its closing.
    connection.onError(() => connection.dispose());
    connection.listen();
    try {
      const params = { token: file.token, protocol: PROTOCOL_VERSION, client };
      const welcome = await inTime(connection.sendRequest<Welcome>("hello", params));
      return new RunnerClient(connection, welcome);
    } catch (error) {
      connection.dispose();
      socket.destroy();
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

  /** Resolves when the connection is gone, whoever ended it. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  close(): void {
    this.#connection.end();
    this.#connection.dispose();
  }
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

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket));
    // Also keeps a later error of the socket from being thrown; the connection tells it by closing.
    socket.on("error", () => resolve(undefined));
  });
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer to hello")), HELLO_TIMEOUT);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
