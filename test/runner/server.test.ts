import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createMessageConnection, ResponseError, SocketMessageReader, SocketMessageWriter } from "vscode-jsonrpc/node";
import { type ConnectionFile, connectionFilePath, readConnectionFile } from "../../src/protocol/connection-file.ts";
import { PROTOCOL_VERSION, RpcErrorCode, type Welcome } from "../../src/protocol/runner.ts";
import { PATIENCE } from "../support/patience.ts";
import { kill, RunnerKit, until } from "../support/runner-kit.ts";

describe("the runner's door", () => {
  it("opens to the token and to nothing else", async (t) => {
    const { file } = await running(t);
    const wrong = { token: `${file.token.slice(0, -1)}!`, protocol: PROTOCOL_VERSION, client: "test" };
    for (const [method, params] of [
      ["hello", wrong],
      ["hello", { ...wrong, token: 7 }],
      ["hello", undefined],
      ["search/list", {}],
      ["shutdown", {}],
    ] as const) {
      const { error, closed } = await ask(file, method, params);
      assert.equal(error?.code, RpcErrorCode.unauthorised, `${method} ${JSON.stringify(params)}`);
      await closed;
    }
    const welcome = await ask(file, "hello", { ...wrong, token: file.token });
    assert.equal(welcome.error, undefined);
  });

  it("sends a client of another protocol away with a hint", async (t) => {
    const { file } = await running(t);
    const { error, closed } = await ask(file, "hello", {
      token: file.token,
      protocol: PROTOCOL_VERSION + 1,
      client: "test",
    });
    assert.equal(error?.code, RpcErrorCode.versionSkew);
    assert.match(
      error?.message ?? "",
      new RegExp(`protocol ${PROTOCOL_VERSION}, and this client speaks ${PROTOCOL_VERSION + 1}`),
    );
    assert.match(JSON.stringify(error?.data), /Stop the runner/);
    await closed;
  });

  it("lets a client of any protocol end the runner, who must know the token", async (t) => {
    const { kit, client, file } = await running(t);
    const wish = { token: file.token, protocol: 99, client: "newer 9.0", shutdown: true };
    const stranger = await ask(file, "hello", { ...wish, token: "guessed" });
    assert.equal(stranger.error?.code, RpcErrorCode.unauthorised);
    assert.deepEqual(await client.request("ping", {}), {}, "a stranger ends nothing");
    const socket = createConnection(file.socket);
    const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    connection.listen();
    const welcome = await connection.sendRequest<Welcome>("hello", wish);
    assert.deepEqual([welcome.pid, welcome.protocol], [file.pid, PROTOCOL_VERSION]);
    await inTime(Promise.all([client.closed, closed(socket)]));
    await assert.rejects(kit.connect({ start: false }), { code: "runner-not-running" });
  });

  it("closes on who says nothing, talks garbage, or talks too much", async (t) => {
    const { file, client } = await running(t);
    const opened = performance.now();
    const silence = closed(open(file)).then(() => performance.now() - opened);
    const garbage = open(file, "\u0000\u0001 not a header\r\n\r\n{}");
    const noJson = open(file, "Content-Length: 5\r\n\r\n{{{{{");
    const endless = open(file, `Content-Length: 999999999\r\n\r\n${"x".repeat(100_000)}`);
    await Promise.all([garbage, noJson, endless].map((socket) => inTime(closed(socket))));
    await inTime(silence);
    assert.ok((await silence) > 4000, "who says nothing is waited for");
    assert.deepEqual(await client.request("search/list", {}), { searches: [] });
  });

  it("refuses parameters that are not as they should be, and knows its requests", async (t) => {
    const { client } = await running(t);
    const bad = client.request("search/get", { id: 5 as unknown as string });
    await assert.rejects(bad, { name: "UserError", code: "invalid-params", message: /id/ });
    await assert.rejects(client.request("search/get", { id: "nope" }), { name: "UserError", code: "search-missing" });
    await assert.rejects(client.request("toString" as "doctor", {}), /There is no request toString/);
    await assert.rejects(client.request("hello", {} as never), /There is no request hello/);
  });

  it("keeps folder, socket and files to its user", { skip: process.platform === "win32" }, async (t) => {
    const { kit, file } = await running(t);
    const modes = { "": 0o700, "runner.json": 0o600, "runs.sqlite": 0o600, "runner.log": 0o600, "runner.lock": 0o600 };
    for (const [name, mode] of Object.entries(modes)) {
      assert.equal((await stat(join(kit.dataFolder, name))).mode & 0o777, mode, name);
    }
    assert.equal((await stat(file.socket)).mode & 0o777, 0o600);
  });
});

describe("one runner per data folder", () => {
  it("is what clients that start at once end up with", async (t) => {
    const kit = await RunnerKit.create(t);
    const clients = await Promise.all([kit.connect(), kit.connect(), kit.connect()]);
    assert.equal(new Set(clients.map(({ welcome }) => welcome.runnerId)).size, 1);
  });

  it("is started anew over what a killed one left", async (t) => {
    const { kit, client, file } = await running(t);
    kill(client.welcome.pid);
    await client.closed;
    assert.deepEqual(await readConnectionFile(kit.dataFolder), file, "a stale file is what this is about");
    await assert.rejects(kit.connect({ start: false }), { name: "UserError", code: "runner-not-running" });
    const next = await kit.connect();
    assert.notEqual(next.welcome.runnerId, client.welcome.runnerId);
  });

  it("leaves when nobody needs it, and takes its file along", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect({ idleSeconds: 0.3 });
    await sleep(600);
    assert.deepEqual(await client.request("search/list", {}), { searches: [] }, "a client keeps it alive");
    client.close();
    await until("it has left", async () => (await readConnectionFile(kit.dataFolder)) === undefined || undefined);
    await assert.rejects(stat(connectionFilePath(kit.dataFolder)), { code: "ENOENT" });
  });

  it("ends when it is asked to", async (t) => {
    const { kit, client } = await running(t);
    await client.request("shutdown", {});
    await inTime(client.closed);
    await assert.rejects(kit.connect({ start: false }), { code: "runner-not-running" });
  });
});

async function running(t: TestContext) {
  const kit = await RunnerKit.create(t);
  const client = await kit.connect();
  const file = await readConnectionFile(kit.dataFolder);
  assert.ok(file);
  return { kit, client, file };
}

/** One request on a connection of its own, without a hello before it. */
async function ask(file: ConnectionFile, method: string, params: unknown) {
  const socket = createConnection(file.socket);
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  connection.listen();
  try {
    await connection.sendRequest(method, params);
    socket.destroy();
    return { error: undefined, closed: closed(socket) };
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    return { error, closed: inTime(closed(socket)) };
  }
}

function open(file: ConnectionFile, bytes = ""): Socket {
  const socket = createConnection(file.socket);
  socket.on("error", () => {});
  socket.resume();
  socket.write(bytes);
  return socket;
}

function closed(socket: Socket): Promise<void> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once("close", () => resolve()));
}

async function inTime(event: Promise<unknown>): Promise<void> {
  const late = sleep(PATIENCE, "late", { ref: false });
  assert.notEqual(await Promise.race([event, late]), "late", `nothing within ${PATIENCE} ms`);
}
