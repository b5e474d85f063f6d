import { type ChildProcess, fork } from "node:child_process";
import { entryPath } from "../base/entry.ts";
import { withoutSecrets } from "../base/environment.ts";
import { cudaLibraryFolder } from "./cuda-provider.ts";
import { deviceEnvironment } from "./devices.ts";
import type { Device } from "./engine.ts";
import {
  type EngineAnswer,
  type EngineParams,
  type EngineRequestName,
  errorOf,
  type FromEngine,
  type ToEngine,
} from "./engine-channel.ts";

/** Seconds that a process has to heed an abort or a close (one half block of a large model) before it is killed. */
const GRACE = 3;
/** Characters of the process's stderr that are kept for the error message. */
const STDERR_TAIL = 2000;

/** The process of an engine ended while something was expected of it. */
export class EngineCrashed extends Error {
  override readonly name = "EngineCrashed";
  readonly signal: NodeJS.Signals | null;
  readonly exitCode: number | null;
  /** The last of what the process wrote on stderr. */
  readonly stderr: string;

  constructor(signal: NodeJS.Signals | null, exitCode: number | null, stderr: string) {
    super(`The engine's process ended with ${signal ? `signal ${signal}` : `exit code ${exitCode}`}.`);
    this.signal = signal;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

interface Call {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** What an engine's process is started with; all but the device is for tests. */
export interface EngineProcessOptions {
  readonly device: Device;
  readonly program?: string;
  /** Seconds. */
  readonly grace?: number;
}

/** The process of an engine, seen from the one that started it: typed calls, aborts, and a certain end. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #calls = new Map<number, Call>();
  readonly #grace: number;
  readonly #ended: Promise<void>;
  #crash: EngineCrashed | undefined;
  #stderr = "";
  #asked = 0;

  constructor({ device, program = entryPath("engine"), grace = GRACE }: EngineProcessOptions) {
    this.#grace = grace;
    this.#child = fork(program, [], {
      // Flags of this process (a test runner's, a debugger's) are not meant for the engine.
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: engineEnvironment(device),
      windowsHide: true,
    } as const);
    this.#child.on("message", (message: FromEngine) => this.#settle(message));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_TAIL);
    });
    this.#ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#end(new EngineCrashed(signal, code, this.#stderr));
        resolve();
      };
      this.#child.once("close", end);
      this.#child.once("error", (error) => {
        this.#stderr += error.message;
        if (this.#child.pid === undefined) end(null, null);
      });
    });
  }

  /** Process id, while there is a process. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last of what the process wrote on stderr; complete once it has ended. */
  get stderr(): string {
    return this.#stderr;
  }

  /** The process is no more: every further call fails. */
  get ended(): boolean {
    return this.#crash !== undefined;
  }

  /**
   * Asks one thing. Rejects with the signal's reason when aborted (the process is killed when it does not come to an end
   * by itself), with {@link EngineCrashed} when the process ends, and with what the engine threw.
   */
  call<Name extends EngineRequestName>(
    name: Name,
    params: EngineParams<Name>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<EngineAnswer<Name>> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#crash) return Promise.reject(this.#crash);
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const release = this.#armAbort(id, signal);
      this.#calls.set(id, { resolve: resolve as (result: unknown) => void, reject, signal, release });
      this.#send({ kind: "request", id, name, params } as ToEngine);
    });
  }

  /** Ends the process, gently first. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.kill(), this.#grace * 1000);
    // That it ends is all that is wanted, however.
    await this.call("close", undefined).catch(() => undefined);
    await this.#ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Lets an abort overtake the call, and kills what does not heed it. Returns the undoing. */
  #armAbort(id: number, signal: AbortSignal): () => void {
    let timer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      this.#send({ kind: "abort", id });
      timer = setTimeout(() => this.kill(), this.#grace * 1000);
    };
    signal.addEventListener("abort", abort, { once: true });
    return () => {
      signal.removeEventListener("abort", abort);
      clearTimeout(timer);
    };
  }

  #send(message: ToEngine): void {
    // A message that cannot be sent has lost its process, which `close` reports.
    this.#child.send(message, () => undefined);
  }

  #settle(message: FromEngine): void {
    const call = this.#calls.get(message.id);
    if (!call) return;
    this.#calls.delete(message.id);
    call.release();
    if (message.kind === "result") call.resolve(message.result);
    else call.reject(errorOf(message.failure, call.signal.reason));
  }

  #end(crash: EngineCrashed): void {
    this.#crash = crash;
    for (const call of this.#calls.values()) {
      call.release();
      call.reject(call.signal.aborted ? call.signal.reason : crash);
    }
    this.#calls.clear();
  }
}

/** What an engine inherits: everything but what looks like a secret, which it has no use for. */
function engineEnvironment(device: Device): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...withoutSecrets(process.env),
    ...deviceEnvironment(device),
    // Must be set before ONNX Runtime is loaded.
    ORT_DISABLE_TELEMETRY: "1",
  };
  const libraries = device === "cuda" ? cudaLibraryFolder() : undefined;
  if (libraries) {
    environment["LD_LIBRARY_PATH"] = [libraries, environment["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
  }
  return environment;
}
