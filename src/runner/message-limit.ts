import type { Socket } from "node:net";
import type { MessageReader } from "vscode-jsonrpc/node";

/** Bytes of a message of a client that has not been welcomed, and of one that has. */
const STRANGER = 4 * 2 ** 10;
const WELCOMED = 8 * 2 ** 20;

/**
 * Bounds what a client can make the runner hold in memory: bytes are counted until they have become a message.
 *
 * @param exceeded called when too many came
 * @returns call it when the client has been welcomed
 */
export function limitMessages(socket: Socket, reader: MessageReader, exceeded: () => void): () => void {
  let limit = STRANGER;
  let pending = 0;
  socket.on("data", (chunk: Buffer) => {
    pending += chunk.length;
    if (pending > limit) exceeded();
  });
  const listen = reader.listen.bind(reader);
  reader.listen = (callback) =>
    listen((message) => {
      pending = 0;
      callback(message);
    });
  return () => {
    limit = WELCOMED;
  };
}
