import { createServer, type Server } from "node:net";
import type { NotificationMap, NotificationName, Welcome } from "../protocol/runner.ts";
import { ClientConnection } from "./client-connection.ts";
import { editorClient } from "./editor-client.ts";
import { listen, removeEndpoint } from "./endpoint.ts";
import { Session, type SessionPorts } from "./session.ts";

/** Connections that are held at once, strangers included. */
const MOST_CONNECTIONS = 64;
/** Milliseconds that a client has to take what a runner that ends told it last. */
const FAREWELL = 1000;

/** What the server needs of the runner. */
export interface ServerPorts extends Omit<SessionPorts, "notify" | "client"> {
  readonly token: string;
  readonly welcome: Welcome;
  /** Ends the runner. */
  readonly shutdown: () => void;
  /** The number of welcomed clients changed. */
  readonly onClients: () => void;
}

/** Lets clients in and brings them what happens. */
export class RpcServer {
  readonly #ports: ServerPorts;
  readonly #server: Server;
  readonly #connections = new Set<ClientConnection>();
  readonly #sessions = new Map<ClientConnection, Session>();
  readonly #endpoint: string;

  constructor(endpoint: string, ports: ServerPorts) {
    this.#endpoint = endpoint;
    this.#ports = ports;
    this.#server = createServer((socket) => {
      // Errors of a socket end it, and its end is what counts.
      socket.on("error", () => socket.destroy());
      const { token, welcome, log, shutdown } = ports;
      const onWelcome = (client: ClientConnection) => this.#welcome(client);
      const connection = new ClientConnection(socket, { token, welcome, log, shutdown, onWelcome });
      this.#connections.add(connection);
      socket.on("close", () => this.#connections.delete(connection));
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  async listen(): Promise<void> {
    await listen(this.#server, this.#endpoint, this.#ports.welcome.dataFolder);
  }

  /** Welcomed clients. */
  get clients(): number {
    return this.#sessions.size;
  }

  /** Brings a notification to every client. */
  broadcast<K extends NotificationName>(name: K, params: NotificationMap[K]): void {
    for (const connection of this.#sessions.keys()) void connection.notify(name, params);
  }

  /** Tells who watches a search that it has new events. */
  wake(search: string): void {
    for (const session of this.#sessions.values()) session.wake(search);
  }

  async close(): Promise<void> {
    this.#server.close();
    await Promise.all([...this.#connections].map((connection) => connection.farewell(FAREWELL)));
    await removeEndpoint(this.#endpoint);
  }

  #welcome(connection: ClientConnection) {
    const session = new Session({
      ...this.#ports,
      notify: (name, params) => connection.notify(name, params),
      client: editorClient((params, signal) => connection.ask("llm/chat", params, signal)),
    });
    this.#sessions.set(connection, session);
    this.#ports.onClients();
    return {
      handle: (method: string, params: unknown) => session.handle(method, params),
      hear: (method: string, params: unknown) => session.hear(method, params),
      close: () => {
        session.close();
        this.#sessions.delete(connection);
        this.#ports.onClients();
      },
    };
  }
}
