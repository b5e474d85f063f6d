import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { type ConnectOptions, connectRunner } from "../../src/protocol/client/connect-runner.ts";
import { endAttachedRunner, endRunner } from "../../src/protocol/client/end-runner.ts";
import { RunnerClient } from "../../src/protocol/client/runner-client.ts";
import { type ConnectionFile, readConnectionFile } from "../../src/protocol/connection-file.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../src/protocol/text/runner-ended.ts";
import { endlessSearch, RunnerKit, reached, until } from "../support/runner-kit.ts";

const silent = fileURLToPath(new URL("../support/silent-program.ts", import.meta.url));
/** Milliseconds: a hung runner is not waited for as long as a person would. */
const hasty = { answer: 300, shutdown: 300, interrupt: 300, kill: 4000 };

describe("starting a runner", () => {
  it("gives it the variables that are named, and never a secret", { skip: process.platform !== "linux" }, async (t) => {
    process.env["SELF_PRUNER_TEST_LEFT"] = "left";
    process.env["SELF_PRUNER_TEST_OUT"] = "out";
    t.after(() => {
      delete process.env["SELF_PRUNER_TEST_LEFT"];
      delete process.env["SELF_PRUNER_TEST_OUT"];
    });
    const kit = await RunnerKit.create(t);
    const environment = { SELF_PRUNER_TEST_IN: "in", SELF_PRUNER_TEST_OUT: undefined, SELF_PRUNER_API_KEY: "sk-test" };
    const { welcome } = await kit.connect({ environment });
    const variables = (await readFile(`/proc/${welcome.pid}/environ`, "utf8")).split("\0");
    const ours = variables.filter((variable) => variable.startsWith("SELF_PRUNER_"));
    assert.deepEqual(ours.sort(), ["SELF_PRUNER_TEST_IN=in", "SELF_PRUNER_TEST_LEFT=left"]);
  });

  it("says that the data folder cannot be written, and how to name another", async (t) => {
    const kit = await RunnerKit.create(t);
    const dataFolder = join(kit.dataFolder, "file");
    await writeFile(dataFolder, "");
    await assert.rejects(kit.connect({ dataFolder }), {
      code: "data-folder-unwritable",
      message: /file cannot be written: /,
      hint: /SELF_PRUNER_DATA/,
    });
  });

  it("says at once that there is no such Node", async (t) => {
    await assert.rejects(start(t, { execPath: "/nowhere/node" }), {
      code: "runner-start",
      message: /could not be started: .*ENOENT/,
    });
  });

  it("is given up when it is told so, before it began or while the runner does not come up", async (t) => {
    const before = AbortSignal.abort(new Error("closed"));
    await assert.rejects(start(t, { signal: before }), /closed/);
    const during = new AbortController();
    const starting = start(t, { signal: during.signal, program: silent });
    setTimeout(() => during.abort(new Error("closed meanwhile")), 200);
    const told = performance.now();
    await assert.rejects(starting, /closed meanwhile/);
    assert.ok(performance.now() - told < 2000);
  });

  it("leaves no connection behind when it is given up while the runner answers", async (t) => {
    const kit = await RunnerKit.create(t);
    const first = await kit.connect({ idleSeconds: 0.2 });
    const abort = new AbortController();
    const options = { dataFolder: kit.dataFolder, start: false, client: "test", signal: abort.signal };
    const connecting = connectRunner(options);
    abort.abort(new Error("closed"));
    await assert.rejects(connecting, /closed/);
    first.close();
    const isGone = async () => (await readConnectionFile(kit.dataFolder)) === undefined || undefined;
    await until("the runner finds nobody connected", isGone);
  });
});

describe("an endpoint that hangs up", () => {
  it("is no runner, and not waited for", async (t) => {
    const file = await endpoint(t, (socket) => socket.destroy());
    const asked = performance.now();
    assert.equal(await RunnerClient.open(file, "test"), undefined);
    // Answers to a hello are waited for ten seconds.
    assert.ok(performance.now() - asked < 4000);
  });

  it("leaves no timer behind, not even in the middle of a message", async (t) => {
    const file = await endpoint(t, (socket) => {
      socket.once("data", () => socket.end("Content-Length: 100\r\n\r\n{"));
    });
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    assert.equal(await RunnerClient.open(file, "test"), undefined);
    assert.equal(timers(), before);
  });
});

/** The connection file of something that is no runner. */
async function endpoint(t: TestContext, onConnection: (socket: Socket) => void): Promise<ConnectionFile> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-hangs-up-"));
  const server = createServer(onConnection);
  t.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const socket = process.platform === "win32" ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, "s");
  await once(server.listen(socket), "listening");
  return { socket, token: "t", runnerId: "r", pid: process.pid, protocol: PROTOCOL_VERSION, version: "0" };
}

describe("ending a runner", () => {
  it("flushes its searches, and says whether there was one", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, id, "running");
    assert.equal(await endRunner(kit.dataFolder, "test"), true);
    await client.closed;
    assert.equal(await endRunner(kit.dataFolder, "test"), false);
    const { summary } = await (await kit.connect()).request("search/get", { id });
    assert.deepEqual([summary.state, summary.status], ["interrupted", RUNNER_ENDED]);
  });

  it("does not wait for one that hangs", { skip: process.platform === "win32" }, async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    process.kill(client.welcome.pid, "SIGSTOP");
    await endAttachedRunner(client, { patience: hasty });
    await client.closed;
    await assert.rejects(kit.connect({ start: false }), { code: "runner-not-running" });
  });

  it("that nobody is attached to works on one that hangs, too", { skip: process.platform === "win32" }, async (t) => {
    const kit = await RunnerKit.create(t);
    const { pid } = (await kit.connect()).welcome;
    process.kill(pid, "SIGSTOP");
    assert.equal(await endRunner(kit.dataFolder, "test", { ...hasty, shutdown: 600_000 }), true);
    assert.equal(await endRunner(kit.dataFolder, "test", hasty), false);
  });
});

async function start(t: TestContext, options: Partial<ConnectOptions>): Promise<never> {
  const { dataFolder } = await RunnerKit.create(t);
  const client = await connectRunner({ dataFolder, start: true, client: "test", ...options });
  client.close();
  assert.fail("it was started");
}
