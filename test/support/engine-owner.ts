/** Starts the program named by its argument as an engine's process, reports the process id and waits to be killed. */
import { EngineProcess } from "../../src/evaluation/engine-process.ts";

const engine = new EngineProcess({ device: "cpu", program: process.argv[2] ?? "" });
await engine.call("prepareKl", { text: "" });
process.send?.(engine.pid);
setInterval(() => undefined, 1000);
