import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { answerTo, type Mistake } from "./llm-answers.ts";

/** What the server does with one request. */
export type Behaviour =
  | Mistake
  /** 429; the second with `Retry-After: 0`, the third with one of an hour. */
  | "rate-limit"
  | "rate-limit-briefly"
  | "rate-limit-for-long"
  | "server-error"
  | "unauthorised"
  | "unknown-model"
  /** Takes the request and says nothing. */
  | "hang"
  /** Ends the connection without a word. */
  | "reset"
  /** Says half of the answer, then nothing more, or the connection ends, or an error event follows. */
  | "hang-mid-stream"
  | "cut-stream"
  | "error-mid-stream"
  /** Ends cleanly after half of the answer because of the token limit. */
  | "limit-reached"
  | "refusal"
  /** A few characters at a time. */
  | "slow"
  | "web-page"
  | "broken-events";

export interface LlmServerOptions {
  /** Played one per request, then from the start again. */
  readonly behaviours?: readonly Behaviour[];
  /** Names of request options that are refused with a 400, such as `response_format`. */
  readonly refuses?: readonly string[];
  /** False: answers come whole, as JSON, even when a stream was asked for. */
  readonly streaming?: boolean;
  /** False: token counts are never told. */
  readonly usage?: boolean;
  /** The only key that is let in. */
  readonly key?: string;
}

/** A request as it was received. */
interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatRequest;
}

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly [option: string]: unknown;
}

export interface LlmServer {
  /** The base URL for clients. */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts a local server that speaks OpenAI's chat completions, well or badly. */
export async function startLlmServer(options: LlmServerOptions = {}): Promise<LlmServer> {
  const requests: SeenRequest[] = [];
  const { behaviours = ["good"] } = options;
  const server = createServer((request, response) => {
    receive(request)
      .then((body) => {
        const behaviour = behaviours[requests.length % behaviours.length] ?? "good";
        const seen = { path: request.url ?? "", headers: request.headers, body };
        requests.push(seen);
        return reply(seen, behaviour, options, response);
      })
      // The client may go away at any time; whatever else happens must show in the client's test as a broken answer.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<ChatRequest> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return JSON.parse(text);
}

async function reply(
  { path, headers, body }: SeenRequest,
  behaviour: Behaviour,
  options: LlmServerOptions,
  response: ServerResponse,
): Promise<void> {
  if (path !== "/v1/chat/completions") return fail(response, 404, "no such path");
  if (options.key !== undefined && headers.authorization !== `Bearer ${options.key}`) {
    // The way of some gateways: the key that was sent is quoted.
    return fail(response, 401, `Incorrect API key provided: ${headers.authorization}`);
  }
  const refused = options.refuses?.find((name) => name in body);
  if (refused !== undefined) return fail(response, 400, `Unsupported parameter: '${refused}'`);
  if (await misbehave(behaviour, response)) return;
  const json = "response_format" in body;
  const prompt = body.messages.map(({ content }) => content).join("\n");
  const text = answerTo(prompt, mistakeOf(behaviour), json);
  if (body.stream && options.streaming !== false) await stream(text, behaviour, options, body, response);
  else whole(text, options, response);
}

/** What is not even the start of an answer; false when there is to be one. */
async function misbehave(behaviour: Behaviour, response: ServerResponse): Promise<boolean> {
  switch (behaviour) {
    case "rate-limit":
      fail(response, 429, "too many requests");
      return true;
    case "rate-limit-briefly":
      fail(response, 429, "too many requests", { "retry-after": "0" });
      return true;
    case "rate-limit-for-long":
      fail(response, 429, "too many requests", { "retry-after": "3600" });
      return true;
    case "server-error":
      fail(response, 500, "the model fell over");
      return true;
    case "unauthorised":
      fail(response, 401, "invalid key");
      return true;
    case "unknown-model":
      fail(response, 404, "the model does not exist");
      return true;
    case "hang":
      return true;
    case "reset":
      response.destroy();
      return true;
    case "web-page":
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in to the network [0.1, 0.2]</html>");
      return true;
    case "broken-events":
      response.writeHead(200, { "content-type": "text/event-stream" }).end("data: {not json\n\n");
      return true;
    default:
      return false;
  }
}

function mistakeOf(behaviour: Behaviour): Mistake {
  const mistakes: readonly Behaviour[] = [
    "prose",
    "wrong-length",
    "wrong-mean",
    "duplicates",
    "not-a-number",
    "endless",
  ];
  return mistakes.includes(behaviour) ? (behaviour as Mistake) : "good";
}

async function stream(
  text: string,
  behaviour: Behaviour,
  { usage = true }: LlmServerOptions,
  { stream_options: wanted }: ChatRequest,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const halved = ["hang-mid-stream", "cut-stream", "error-mid-stream", "limit-reached"].includes(behaviour);
  const said = behaviour === "refusal" ? "" : text.slice(0, halved ? text.length / 2 : text.length);
  await say(said, behaviour, response);
  if (behaviour === "hang-mid-stream") return;
  if (behaviour === "cut-stream") {
    // What was said must have left before the connection goes.
    await new Promise((resolve) => response.write(":\n\n", resolve));
    await sleep(20);
    response.destroy();
    return;
  }
  if (behaviour === "error-mid-stream") send(response, { error: { message: "the worker died", code: 500 } });
  if (behaviour === "refusal") send(response, { choices: [{ delta: { refusal: "I cannot help with that." } }] });
  const finish = behaviour === "limit-reached" ? "length" : "stop";
  send(response, { choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  if (usage && wanted) send(response, { choices: [], usage: usageOf(said) });
  response.end("data: [DONE]\n\n");
}

/** Sends text in pieces of uneven length, as tokens are. */
async function say(text: string, behaviour: Behaviour, response: ServerResponse): Promise<void> {
  const size = behaviour === "endless" ? 4096 : 7;
  for (let at = 0; at < text.length && !response.destroyed; at += size) {
    send(response, { choices: [{ index: 0, delta: { content: text.slice(at, at + size) }, finish_reason: null }] });
    if (behaviour === "slow") await sleep(5);
    else if (response.writableNeedDrain) await new Promise((resolve) => setImmediate(resolve));
  }
}

function whole(text: string, { usage = true }: LlmServerOptions, response: ServerResponse): void {
  const choices = [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }];
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ choices, ...(usage && { usage: usageOf(text) }) }));
}

function usageOf(text: string): { prompt_tokens: number; completion_tokens: number } {
  return { prompt_tokens: 100, completion_tokens: Math.ceil(text.length / 3) };
}

function send(response: ServerResponse, event: unknown): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

function fail(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { message, type: "error", code: null } }));
}
