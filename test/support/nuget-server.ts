import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A NuGet V3 server with one package, and the faults that a test asks for. */
export interface NugetServer {
  /** URL of the service index. */
  readonly index: string;
  /** Bytes after which the next answers are cut, one answer each. */
  readonly cuts: number[];
  /** `Range` headers of the requests for the package, in order. */
  readonly ranges: (string | undefined)[];
  /** Replaces the published checksum. */
  checksum: string;
  /** Stop sending after this many bytes and keep the connection open. */
  stallAt: number | undefined;
  /** Ignore `Range`, as simple servers do. */
  ignoresRanges: boolean;
  close(): Promise<void>;
}

function startOf(range: string | undefined): number {
  return Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
}

export async function startNugetServer(archive: Buffer): Promise<NugetServer> {
  const state = {
    index: "",
    cuts: [] as number[],
    ranges: [] as (string | undefined)[],
    checksum: createHash("sha512").update(archive).digest("base64"),
    stallAt: undefined as number | undefined,
    ignoresRanges: false,
  };
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const json = (value: unknown): unknown =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    if (request.url === "/index.json") {
      json({ resources: [{ "@id": `${base}/registration`, "@type": "RegistrationsBaseUrl/3.6.0" }] });
    } else if (/^\/registration\/microsoft\.ml\.onnxruntime\.gpu\.linux\/[\d.]+\.json$/.test(request.url ?? "")) {
      json({ catalogEntry: `${base}/catalog.json`, packageContent: `${base}/package.nupkg` });
    } else if (request.url === "/catalog.json") {
      json({ packageHash: state.checksum, packageHashAlgorithm: "SHA512" });
    } else if (request.url === "/package.nupkg") {
      sendArchive(request, response);
    } else {
      response.writeHead(404).end();
    }
  });

  function sendArchive(request: IncomingMessage, response: ServerResponse): void {
    const { range } = request.headers;
    state.ranges.push(range);
    const start = state.ignoresRanges ? 0 : startOf(range);
    if (start >= archive.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = archive.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": rest.length });
    const cut = state.cuts.shift();
    if (cut !== undefined) response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
    else if (state.stallAt !== undefined) response.write(rest.subarray(0, state.stallAt));
    else response.end(rest);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.index = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`;
  return Object.assign(state, {
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
