import { UserError } from "../../base/errors.ts";
import type { EndPatience } from "../../protocol/client/end-runner.ts";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import type { RunnerLaunch } from "./launch.ts";

export interface DoorOptions {
  readonly dataFolder: string;
  /** Who asks, for the runner's log: `vscode 0.1.0`. */
  readonly client: string;
  /** What a runner is started with; asked only when one is about to be. @throws UserError when none can be started */
  readonly launch: () => Promise<RunnerLaunch>;
  /** Seconds without clients and work after which a runner started here ends; its own default when left out. */
  readonly idleSeconds?: number;
}

/**
 * Finds, starts and ends the runner of a data folder. What that takes is loaded with the first look for one: at activation
 * it would be a large part of the time.
 */
export class RunnerDoor {
  readonly #options: DoorOptions;
  readonly #patience: EndPatience | undefined;
  #isClosed = false;

  /** @param patience what the steps of ending a runner have; the default of `endRunner` when left out */
  constructor(options: DoorOptions, patience?: EndPatience) {
    this.#options = options;
    this.#patience = patience;
  }

  /**
   * Connects to the runner that runs.
   * @returns undefined when none does
   * @throws UserError `runner-version` when it speaks another protocol, `runner-silent` when it does not answer
   */
  async find(): Promise<RunnerClient | undefined> {
    const { readConnectionFile } = await import("../../protocol/connection-file.ts");
    const { RunnerClient } = await import("../../protocol/client/runner-client.ts");
    const file = await readConnectionFile(this.#options.dataFolder);
    const limit = this.#patience && { limit: this.#patience.answer };
    return this.#enter(file && (await RunnerClient.open(file, this.#options.client, limit)));
  }

  /** The same, but starts a runner when none runs. @throws UserError why there is none */
  async findOrStart(): Promise<RunnerClient> {
    return (await this.find()) ?? this.#start();
  }

  /** @throws UserError what is in the way of starting a runner, as far as can be told before */
  async assertStartable(): Promise<void> {
    await this.#options.launch();
  }

  /**
   * Ends the runner, of whatever protocol.
   *
   * @param attached the connection there is, which also ends one that has stopped answering
   * @param isSilent it has
   * @throws UserError when it could not be ended
   */
  async end(attached: RunnerClient | undefined, isSilent: boolean): Promise<void> {
    const { endAttachedRunner, endRunner } = await import("../../protocol/client/end-runner.ts");
    if (attached) await endAttachedRunner(attached, { patience: this.#patience, isSilent });
    else await endRunner(this.#options.dataFolder, this.#options.client, this.#patience);
  }

  /** From now on nobody is let through, and no runner is started. */
  close(): void {
    this.#isClosed = true;
  }

  /** @throws UserError `cancelled` once it is closed */
  assertOpen(): void {
    if (this.#isClosed) throw new UserError("cancelled", "The window was closed while it connected to the runner.");
  }

  #enter<Found extends RunnerClient | undefined>(client: Found): Found {
    if (this.#isClosed) client?.close();
    this.assertOpen();
    return client;
  }

  async #start(): Promise<RunnerClient> {
    const { dataFolder, client, launch, idleSeconds } = this.#options;
    const { program, execPath, environment, cleanUp } = await launch();
    this.assertOpen();
    const { connectRunner } = await import("../../protocol/client/connect-runner.ts");
    const idle = idleSeconds === undefined ? {} : { idleSeconds };
    const runner = await connectRunner({ dataFolder, client, start: true, program, execPath, environment, ...idle });
    // What cannot be removed now is removed at the next start.
    void cleanUp().catch(() => undefined);
    return this.#enter(runner);
  }
}
