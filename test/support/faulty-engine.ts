/**
 * A program that stands in for an engine's process and misbehaves: what it does is told by the folder it is to open
 * (`hang`, `crash`, `exit`, `refuse`), or by the text that it is to evaluate.
 */
import type { FromEngine, ToEngine } from "../../src/evaluation/engine-channel.ts";

type Request = Extract<ToEngine, { kind: "request" }>;
const send = (message: FromEngine): void => void process.send?.(message);

const behaviours: Record<string, (request: Request) => void> = {
  hang: () => undefined,
  // Blocks the event loop, as a run of ONNX Runtime does: no message is read, no signal handler runs.
  block: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  crash: () => process.kill(process.pid, "SIGSEGV"),
  exit: () => {
    process.stderr.write("bad_alloc\n", () => process.exit(7));
  },
  refuse: ({ id }) => {
    const failure = {
      kind: "user",
      code: "tensor-truncated",
      message: "A tensor is short.",
      hint: "Download it again.",
    } as const;
    send({ kind: "failure", id, failure });
  },
  environment: ({ id }) => send({ kind: "result", id, result: { ...process.env } }),
};

process.on("message", (message: ToEngine) => {
  if (message.kind === "abort") return;
  const told = message.name === "open" ? message.params.model : message.name === "evaluate" ? message.params.text : "";
  const behave = behaviours[told];
  if (behave) behave(message);
  else if (message.name === "close") process.exit(0);
  else send({ kind: "result", id: message.id, result: undefined });
});
process.on("disconnect", () => process.exit(0));
