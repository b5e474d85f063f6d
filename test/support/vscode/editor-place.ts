import { cp, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { withoutSecrets } from "../../../src/base/environment.ts";
import { endRunner } from "../../../src/protocol/client/end-runner.ts";
import { isRunning, processesAbout } from "../processes.ts";
import { kill, until } from "../runner-kit.ts";
import { type ServerFolders, withoutEditor, writeSettings } from "./server.ts";
import { editorSettings, type Settings } from "./settings.ts";

const samples = resolve(import.meta.dirname, "../../../samples");

/** A rate file of the sample model, as a person would write it. */
const EXAMPLE = "model: stories260K\ntarget: 0.3\nlayers:\n  0-4: 0.30000\n";

/** All that one VS Code of a test reads and writes, in a temporary folder: profile, extensions, workspace, searches. */
export class EditorPlace implements AsyncDisposable {
  readonly folder: string;
  /** The product's data folder, so a runner of its own. */
  readonly data: string;
  /** A copy of the samples, and `example.prune`. */
  readonly workspace: string;
  readonly server: ServerFolders;
  readonly #ends = new AsyncDisposableStack();

  private constructor(folder: string) {
    this.folder = folder;
    this.data = join(folder, "data");
    this.workspace = join(folder, "workspace");
    this.server = { data: join(folder, "s"), user: join(folder, "user"), extensions: join(folder, "extensions") };
  }

  /** The place is removed after the test, with its runner ended; a process that is left behind fails the test. */
  static async create(t: TestContext, settings: Settings = {}): Promise<EditorPlace> {
    const place = await EditorPlace.make(settings);
    t.after(() => place[Symbol.asyncDispose]());
    return place;
  }

  static async make(settings: Settings = {}): Promise<EditorPlace> {
    const place = new EditorPlace(await realpath(await mkdtemp(join(tmpdir(), "sp-"))));
    await writeSettings(place.server, { ...editorSettings, ...settings });
    await cp(samples, place.workspace, { recursive: true });
    await writeFile(join(place.workspace, "example.prune"), EXAMPLE);
    return place;
  }

  /** What VS Code is started with: nothing of an editor that these tests are run from, and no key. */
  get environment(): NodeJS.ProcessEnv {
    return { ...withoutEditor(withoutSecrets(process.env)), SELF_PRUNER_DATA: this.data, ORT_DISABLE_TELEMETRY: "1" };
  }

  /** What uses the place is ended before it is removed, the newest first. */
  beforeRemoval(end: () => Promise<void>): void {
    this.#ends.defer(end);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ends.disposeAsync();
    await endRunner(this.data, "test");
    const left = await this.#leftProcesses();
    for (const pid of left) kill(pid);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    if (left.length > 0) throw new Error(`left behind: ${left.map(String).join(", ")}`);
  }

  /** Processes that know this place and do not end by themselves. */
  async #leftProcesses(): Promise<number[]> {
    const left = processesAbout(this.folder);
    const gone = until("they end", () => (left.some(isRunning) ? undefined : true));
    return gone.then(
      () => [],
      () => left.filter(isRunning),
    );
  }
}
