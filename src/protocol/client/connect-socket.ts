import { createConnection, type Socket } from "node:net";

/** Connects to a socket or pipe; undefined when nobody listens there. A later error of the socket shows as its closing. */
export function connectSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket));
    // Also keeps a later error of the socket from being thrown.
    socket.on("error", () => resolve(undefined));
  });
}
