import type { Socket } from "node:net";
import { SocketMessageReader } from "vscode-jsonrpc/node";

/**
 * Reads the messages that come over a socket.
 *
 * Without the library's timer that reports, every ten seconds, a message that has come in part: nobody listens to it, and after
 * a peer that was killed in the middle of a message it would keep this process alive for ever.
 */
export function messageReader(socket: Socket): SocketMessageReader {
  const reader = new SocketMessageReader(socket);
  reader.partialMessageTimeout = 0;
  return reader;
}
