/** The program of an engine's process: one model on one device behind the messages of engine-channel.ts. */
import type { Engine } from "./engine.ts";
import type { FromEngine, ToEngine } from "./engine-channel.ts";
import { engineServer } from "./engine-server.ts";
import { ort } from "./onnxruntime.ts";
import { openEngine } from "./open-engine.ts";

let opened: Engine | undefined;

function engine(): Engine {
  if (!opened) throw new Error("The engine has not been opened.");
  return opened;
}

const receive = engineServer(
  {
    backends: () => ort.listSupportedBackends(),
    open: async (options) => {
      opened = await openEngine(options);
      return opened.info;
    },
    setText: async ({ name, windows }) => void (await engine().setText(name, windows)),
    statistics: ({ text }, signal) => engine().statistics(text, signal),
    pruneSequentially: ({ text, plan, importance }, signal) =>
      engine().pruneSequentially(text, plan, importance, signal),
    outlierRatios: ({ text, threshold }, signal) => engine().outlierRatios(text, threshold, signal),
    setCompensation: async ({ means }) => void (await engine().setCompensation(means)),
    prepareKl: async ({ text }, signal) => void (await engine().prepareKl(text, signal)),
    evaluate: (request, signal) => engine().evaluate(request, signal),
    tokenLosses: (request, signal) => engine().tokenLosses(request, signal),
    close: async () => {
      await opened?.close();
      // The answer is on its way; without the channel and a model nothing keeps the process alive.
      setImmediate(() => process.disconnect());
    },
  },
  (message: FromEngine) => process.send?.(message),
);

process.on("message", (message: ToEngine) => receive(message));
// An engine has no life of its own: without the process that started it, it ends, after the run that blocks it.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole terminal group; what it means is for the parent to say.
process.on("SIGINT", () => undefined);
