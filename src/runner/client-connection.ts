import { timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  type ResponseError,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import { messageReader } from "../protocol/message-reader.ts";
import {
  type NotificationMap,
  type NotificationName,
  PROTOCOL_VERSION,
  type ReverseRequestMap,
  RpcErrorCode,
  type Welcome,
} from "../protocol/runner.ts";
import { limitMessages } from "./message-limit.ts";
import { paramSchemas } from "./params.ts";
import { isExpected, responseError, rpcError } from "./rpc-errors.ts";

/** Milliseconds within which a client must say hello. */
const HELLO_TIMEOUT = 5000;

/** Notifications under way to one client; one that has stopped reading would otherwise fill the memory. */
const MOST_UNSENT = 256;

/** What a connection needs of the runner. */
export interface ConnectionPorts {
  readonly token: string;
  readonly welcome: Welcome;
  readonly log: (text: string) => void;
  /** Ends the runner. */
  readonly shutdown: () => void;
  /** Called once the client is known; its answers to requests, and what to do when the client goes. */
  readonly onWelcome: (connection: ClientConnection) => ClientSession;
}

/** A client that is known. */
export interface ClientSession {
  handle(method: string, params: unknown): Promise<unknown>;
  /** Takes a notification of the client. */
  hear(method: string, params: unknown): void;
  close(): void;
}

/** The server's side of one client. Nothing is answered before a hello with the right token and protocol. */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #rpc: MessageConnection;
  readonly #ports: ConnectionPorts;
  readonly #helloTimer: NodeJS.Timeout;
  readonly #liftLimit: () => void;
  #session: ClientSession | undefined;
  #hasEnded = false;
  #unsent = 0;
  /** Resolves when the newest notification has been taken, and so all before it. */
  #sent: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket, ports: ConnectionPorts) {
    this.#socket = socket;
    this.#ports = ports;
    const reader = messageReader(socket);
    this.#rpc = createMessageConnection(reader, new SocketMessageWriter(socket));
    this.#liftLimit = limitMessages(socket, reader, () => this.close());
    this.#helloTimer = setTimeout(() => this.close(), HELLO_TIMEOUT);
    // Bytes that are no message: whoever sends them does not speak this protocol.
    this.#rpc.onError(() => this.close());
    this.#rpc.onClose(() => this.#ended());
    this.#rpc.onRequest((method, params) => this.#answer(method, params));
    this.#rpc.onNotification((method, params) => this.#session?.hear(method, params));
    this.#rpc.listen();
  }

  /** Sends a notification; resolves when the client's side of the socket has taken it, or the client is gone. */
  async notify<K extends NotificationName>(name: K, params: NotificationMap[K]): Promise<void> {
    if (this.#unsent >= MOST_UNSENT) return this.close();
    this.#unsent++;
    try {
      this.#sent = this.#rpc.sendNotification(name, params);
      await this.#sent;
    } catch {
      this.close();
    } finally {
      this.#unsent--;
    }
  }

  /**
   * Asks the client, when the runner needs something of it.
   * @throws ResponseError as the client words it, or of the connection when it went away; the reason of `signal`
   */
  async ask<K extends keyof ReverseRequestMap>(
    name: K,
    params: ReverseRequestMap[K]["params"],
    signal: AbortSignal,
  ): Promise<unknown> {
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      signal.throwIfAborted();
      return await this.#rpc.sendRequest(name, params, cancellation.token);
    } finally {
      signal.removeEventListener("abort", cancel);
      cancellation.dispose();
    }
  }

  close(): void {
    this.#socket.destroy();
    this.#ended();
  }

  /** Closes once the client has taken what it was told, or the time is over. */
  async farewell(milliseconds: number): Promise<void> {
    await Promise.race([this.#sent.catch(() => undefined), sleep(milliseconds, undefined, { ref: false })]);
    this.close();
  }

  async #answer(method: string, params: unknown): Promise<unknown> {
    try {
      if (this.#session) return await this.#session.handle(method, params);
      return this.#hello(method, params);
    } catch (error) {
      if (!isExpected(error)) this.#ports.log(`${method} failed: ${error instanceof Error ? error.stack : error}`);
      return responseError(error);
    }
  }

  #hello(method: string, params: unknown): Welcome {
    const hello = paramSchemas.hello.safeParse(params);
    if (method !== "hello" || !hello.success || !isEqual(hello.data.token, this.#ports.token)) {
      this.#closeSoon();
      throw rpcError(RpcErrorCode.unauthorised, "unauthorised", "The runner was not greeted with its token.");
    }
    if (hello.data.shutdown) return this.#shutDown(hello.data.client);
    if (hello.data.protocol !== PROTOCOL_VERSION) {
      this.#closeSoon();
      throw versionSkew(hello.data.protocol, this.#ports.welcome);
    }
    clearTimeout(this.#helloTimer);
    this.#liftLimit();
    this.#ports.log(`welcomed ${hello.data.client}`);
    this.#session = this.#ports.onWelcome(this);
    return this.#ports.welcome;
  }

  /** The connection stays open, and is the client's sign that the runner has not ended yet. */
  #shutDown(client: string): Welcome {
    clearTimeout(this.#helloTimer);
    this.#ports.log(`shut down by ${client}`);
    this.#ports.shutdown();
    return this.#ports.welcome;
  }

  /** After the answer has been sent. */
  #closeSoon(): void {
    setTimeout(() => this.#socket.destroySoon(), 50);
  }

  #ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#helloTimer);
    this.#session?.close();
    this.#session = undefined;
    this.#rpc.dispose();
  }
}

function versionSkew(asked: number, { version, pid }: Welcome): ResponseError<unknown> {
  return rpcError(
    RpcErrorCode.versionSkew,
    "runner-version",
    `The runner (${version}, pid ${pid}) speaks protocol ${PROTOCOL_VERSION}, and this client speaks ${asked}.`,
    "Stop the runner (`self-pruner runner stop`); its searches can be resumed afterwards.",
  );
}

/** Compares in a time that tells nothing of where two tokens differ. */
function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
