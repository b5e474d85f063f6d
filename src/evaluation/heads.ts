import type { HeadKind } from "../model/onnx/head.ts";
import type { Session } from "./onnxruntime.ts";

/** Sessions that differ in what their graph ends with, opened when they are first asked for. */
export class SessionsByHead {
  readonly #open: (head: HeadKind) => Promise<Session>;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(open: (head: HeadKind) => Promise<Session>) {
    this.#open = open;
  }

  get(head: HeadKind): Promise<Session> {
    const key = head.kind === "loss" ? "loss" : `${head.kind} ${head.top}`;
    const known = this.#sessions.get(key);
    if (known) return known;
    const opened = this.#open(head);
    this.#sessions.set(key, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).release();
  }
}
