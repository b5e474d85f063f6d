import { randomBytes, randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { machineProbe, resolveDevice } from "../evaluation/choose-device.ts";
import type { LlmCallRecord } from "../llm/journal.ts";
import { RunnerClient } from "../protocol/client/runner-client.ts";
import { SilentRunner } from "../protocol/client/silent-runner.ts";
import { type ConnectionFile, connectionFilePath, readConnectionFile } from "../protocol/connection-file.ts";
import { PROTOCOL_VERSION } from "../protocol/runner.ts";
import { PRODUCT_VERSION } from "../protocol/version.ts";
import { type FolderLock, lockFolder } from "../runs/folder-lock.ts";
import { openRunDatabase } from "../runs/run-database.ts";
import { ChangeFeed } from "./change-feed.ts";
import { databasePath, LOCK_FILE, prepareDataFolder } from "./data-folder.ts";
import { examine } from "./doctor.ts";
import { draftSearch } from "./draft-search.ts";
import { EditorChats } from "./editor-chats.ts";
import { endpointOf } from "./endpoint.ts";
import { evaluateRates } from "./evaluate-job.ts";
import { IdleWatch } from "./idle.ts";
import { Log } from "./log.ts";
import { RpcServer } from "./rpc-server.ts";
import type { RunnerContext } from "./runner-context.ts";
import { SearchManager } from "./search-manager.ts";
import { SearchViews } from "./search-views.ts";
import { Secrets } from "./secrets.ts";
import { sharedHandlers } from "./shared-handlers.ts";
import { Telemetry } from "./telemetry.ts";
import { Turns } from "./turns.ts";

/** Milliseconds to wait for a runner that is on its way out. */
const LOCK_TIMEOUT = 10_000;

export interface RunnerOptions {
  readonly dataFolder: string;
  /** Seconds without clients and work after which the runner ends. */
  readonly idleSeconds: number;
}

/** A runner that serves clients. */
export interface Runner {
  /** Flushes everything and resolves when nothing is left running. */
  close(): Promise<void>;
  /** Resolves when the runner has closed, whoever asked for it. */
  readonly closed: Promise<void>;
}

/**
 * Makes this process the runner of a data folder.
 *
 * @returns undefined when another runner serves the folder already
 */
export async function startRunner(options: RunnerOptions): Promise<Runner | undefined> {
  await prepareDataFolder(options.dataFolder);
  const lock = await takeFolder(options.dataFolder);
  return lock && serve(options, lock);
}

/** The composition root: everything is made here and handed to who needs it. */
async function serve({ dataFolder, idleSeconds }: RunnerOptions, lock: FolderLock): Promise<Runner> {
  const runnerId = randomUUID();
  const token = randomBytes(32).toString("base64url");
  const secrets = new Secrets();
  const log = new Log(dataFolder, secrets);
  const database = openRunDatabase<LlmCallRecord>(databasePath(dataFolder));
  const probe = machineProbe();
  const evaluations = new Turns();
  const editors = new EditorChats();
  const changes = new ChangeFeed((search) => tellChange(search));
  const context: RunnerContext = {
    database,
    secrets,
    log,
    editorChat: editors.chat,
    onEvent: (search) => {
      server.wake(search);
      changes.changed(search);
    },
    onChange: (search) => changes.changed(search),
    onTokens: (tokens) => telemetry.countTokens(tokens),
  };
  const manager = new SearchManager(context, probe);
  const welcome = {
    runnerId,
    protocol: PROTOCOL_VERSION,
    version: PRODUCT_VERSION,
    pid: process.pid,
    dataFolder,
    node: process.versions.node,
    startedAt: new Date().toISOString(),
  };
  const endpoint = endpointOf(dataFolder, runnerId);
  const shared = sharedHandlers({
    manager,
    views: new SearchViews(database, (search) => manager.detail(search)),
    draft: (draft) => draftSearch(draft, database, probe),
    examine: () => {
      // Whoever examines a machine may have just repaired it.
      probe.forget();
      return examine(dataFolder, database.version, probe);
    },
    resolve: ({ device, dtype }) => resolveDevice(device, dtype, probe, new AbortController().signal),
    shutdown: closeSoon,
  });
  const server = new RpcServer(endpoint, {
    token,
    welcome,
    shared,
    manager,
    log: (text) => log.write(text),
    after: (search, sequence, limit) => database.events.after(search, sequence, limit),
    // Beside a search, but one at a time: each holds a whole model.
    evaluate: (params, tell, signal) => evaluations.take(() => evaluateRates(params, probe, tell, signal), signal),
    editors,
    shutdown: closeSoon,
    onClients: () => idle.check(),
  });
  const telemetry = new Telemetry(
    () => manager.busy > 0 && server.clients > 0,
    (devices) => server.broadcast("telemetry", { devices }),
  );
  const idle = new IdleWatch(
    idleSeconds,
    () => manager.busy === 0 && server.clients === 0,
    () => {
      log.write("idle");
      void close();
    },
  );
  const closed = Promise.withResolvers<void>();
  let closing: Promise<void> | undefined;

  function tellChange(search: string): void {
    const summary = manager.summary(search);
    server.broadcast("search/changed", summary ? { summary } : { id: search, deleted: true });
    server.wake(search);
    idle.check();
  }

  /** After the answer has been sent. */
  function closeSoon(): void {
    setTimeout(close, 50);
  }

  function close(): Promise<void> {
    closing ??= shutDown();
    return closing;
  }

  async function shutDown(): Promise<void> {
    log.write("closing");
    idle.close();
    telemetry.close();
    await manager.close();
    changes.close();
    await rm(connectionFilePath(dataFolder), { force: true });
    await server.close();
    database.close();
    lock.release();
    closed.resolve();
  }

  await server.listen();
  await writeConnectionFile(dataFolder, { socket: endpoint, token, ...welcome });
  log.write(`runner ${PRODUCT_VERSION} ${runnerId} listens, pid ${process.pid}, Node ${process.versions.node}`);
  return { close, closed: closed.promise };
}

/** The lock of a data folder; undefined when the runner that holds it answers. One that does not is on its way out. */
async function takeFolder(dataFolder: string): Promise<FolderLock | undefined> {
  const deadline = performance.now() + LOCK_TIMEOUT;
  for (;;) {
    const lock = lockFolder(join(dataFolder, LOCK_FILE));
    if (lock) return lock;
    if (performance.now() > deadline || (await isServed(dataFolder))) return undefined;
    await sleep(100);
  }
}

async function isServed(dataFolder: string): Promise<boolean> {
  const file = await readConnectionFile(dataFolder);
  try {
    const client = file && (await RunnerClient.open(file, "runner"));
    client?.close();
    return client !== undefined;
  } catch (error) {
    if (error instanceof SilentRunner) return false;
    throw error;
  }
}

/** Appears whole or not at all, and only its user can read it. */
async function writeConnectionFile(dataFolder: string, file: ConnectionFile): Promise<void> {
  const { socket, token, runnerId, pid, protocol, version } = file;
  const path = connectionFilePath(dataFolder);
  const text = JSON.stringify({ socket, token, runnerId, pid, protocol, version });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
