import assert from "node:assert/strict";
import { createServer } from "node:net";
import { afterEach, describe, it, type TestContext } from "node:test";
import type { LlmCallRecord } from "../../../src/llm/journal.ts";
import { type OpenAiEndpoint, openAiCaller } from "../../../src/llm/openai-caller.ts";
import type { RetryPolicy } from "../../../src/llm/retry.ts";
import type { Proposal, ProposalRequest } from "../../../src/search/ports.ts";
import { type Behaviour, type LlmServer, type LlmServerOptions, startLlmServer } from "../../support/llm-server.ts";

const KEY = "sk-very-secret-0123456789";
const impatient: RetryPolicy = { retries: 2, firstDelay: 1, longestDelay: 2, longestRetryAfter: 1000 };
const request: ProposalRequest = {
  ordinal: 3,
  operator: "mutation",
  generation: 1,
  count: 4,
  layers: 6,
  target: 0.4,
  population: [{ id: 9, rates: [0.4, 0.4, 0.4, 0.4, 0.4, 0.4], fitness: 20 }],
  retry: false,
};
const never = new AbortController().signal;

const servers: LlmServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Asked {
  readonly record: LlmCallRecord;
  readonly proposals: readonly Proposal[];
}

async function callerOf(options: LlmServerOptions, endpoint: Partial<OpenAiEndpoint> = {}) {
  const server = await startLlmServer(options);
  servers.push(server);
  const { key, ...rest } = { key: KEY, ...endpoint };
  const caller = openAiCaller({
    model: "test-model",
    baseUrl: server.url,
    temperature: 1,
    timeout: 5,
    price: { input: 2, output: 10 },
    prunedModel: { name: "tiny" },
    retry: impatient,
    ...rest,
    ...(key !== "" && { key }),
  });
  const ask = async (signal = never, onProposal = () => {}): Promise<Asked> => {
    const proposals: Proposal[] = [];
    const emit = (proposal: Proposal) => {
      proposals.push(proposal);
      onProposal();
    };
    const record = await caller(request, emit, signal);
    return { record, proposals };
  };
  return { ask, requests: server.requests };
}

async function faultsOf(...behaviours: Behaviour[]) {
  const { ask, requests } = await callerOf({ behaviours }, { timeout: 0.8 });
  const { record, proposals } = await ask();
  return { ...record.outcome, vectors: proposals.length, requests: requests.length };
}

describe("openAiCaller against a good endpoint", () => {
  it("asks for structured output and gets vectors with parents", async () => {
    const { ask, requests } = await callerOf({});
    const { record, proposals } = await ask();
    assert.equal(proposals.length, 4);
    assert.ok(proposals.every(({ values, parents }) => values.length === 6 && parents[0] === 9));
    assert.deepEqual(
      record.vectors,
      proposals.map(({ values }) => values),
    );
    assert.equal(requests[0]?.body["response_format"] !== undefined, true);
    assert.deepEqual(record.outcome.faults, {});
    assert.equal(record.outcome.problem, undefined);
    assert.deepEqual(record.messages, requests[0]?.body.messages);
    assert.equal(record.parameters["temperature"], 1);
  });

  it("counts the tokens that the endpoint tells, and their price", async () => {
    const { ask } = await callerOf({});
    const { record } = await ask();
    const { calls, inputTokens, outputTokens, money } = record.outcome;
    assert.deepEqual([calls, inputTokens, outputTokens], [1, 100, Math.ceil(record.answer.length / 3)]);
    assert.equal(money, (100 * 2 + outputTokens * 10) / 1e6);
    assert.equal(record.tokensEstimated, false);
  });

  it("estimates the tokens where the endpoint tells none", async () => {
    const { ask } = await callerOf({ usage: false });
    const { record } = await ask();
    assert.equal(record.tokensEstimated, true);
    assert.equal(record.outcome.outputTokens, Math.ceil(record.answer.length / 4));
    assert.ok(record.outcome.inputTokens > 0);
  });

  it("reads an answer that comes whole although a stream was asked for", async () => {
    const { ask } = await callerOf({ streaming: false });
    const { record, proposals } = await ask();
    assert.equal(proposals.length, 4);
    assert.deepEqual([record.outcome.faults, record.outcome.inputTokens], [{}, 100]);
  });

  it("tells every vector while the rest of the answer is still under way", async () => {
    const { ask } = await callerOf({ behaviours: ["hang-mid-stream"] }, { timeout: 60 });
    const stop = new AbortController();
    const reason = new Error("a vector came");
    await assert.rejects(
      ask(stop.signal, () => stop.abort(reason)),
      reason,
    );
  });
});

describe("openAiCaller against an endpoint that knows less", () => {
  it("goes on with plain lists when structured output is refused, and remembers it", async () => {
    const { ask, requests } = await callerOf({ refuses: ["response_format"] });
    const { record, proposals } = await ask();
    assert.equal(proposals.length, 4);
    assert.match(record.answer, /^\[/);
    assert.deepEqual([record.outcome.calls, record.outcome.faults], [2, { "http-400": 1 }]);
    await ask();
    assert.equal(requests.length, 3);
  });

  for (const option of ["stream_options", "temperature", "max_tokens"]) {
    it(`leaves out ${option} when it is refused`, async () => {
      const { ask, requests } = await callerOf({ refuses: [option] });
      const { proposals } = await ask();
      assert.equal(proposals.length, 4);
      assert.equal(requests.length, 2);
      assert.equal(option in (requests[1]?.body ?? {}), false);
      assert.equal("response_format" in (requests[1]?.body ?? {}), true);
    });
  }

  it("gives up when everything is refused", async () => {
    const { ask } = await callerOf({ refuses: ["model"] });
    const { record } = await ask();
    assert.match(record.outcome.problem ?? "", /400 Unsupported parameter: 'model'/);
    assert.ok(record.outcome.calls <= 6);
  });
});

describe("openAiCaller against a bad endpoint", () => {
  for (const behaviour of ["rate-limit", "rate-limit-briefly", "server-error", "reset", "hang"] as const) {
    it(`tries again after ${behaviour}`, async () => {
      const outcome = await faultsOf(behaviour, "good");
      assert.equal(outcome.vectors, 4);
      assert.equal(outcome.calls, 2);
      assert.equal(
        Object.values(outcome.faults).reduce((a, b) => a + b, 0),
        1,
      );
    });
  }

  it("counts every try under its own name, and says why at last", async () => {
    const outcome = await faultsOf("rate-limit", "server-error", "hang");
    assert.deepEqual(outcome.faults, { "http-429": 1, "http-500": 1, timeout: 1 });
    assert.deepEqual([outcome.vectors, outcome.requests, outcome.inputTokens], [0, 3, 0]);
    assert.match(outcome.problem ?? "", /no answer for 0\.8 s/);
  });

  it("does not wait an hour because it is told to", async () => {
    const outcome = await faultsOf("rate-limit-for-long");
    assert.deepEqual([outcome.faults, outcome.requests], [{ "http-429": 1 }, 1]);
  });

  it("tries once only after a request that had no answer at all", async () => {
    const { ask, requests } = await callerOf({ behaviours: ["server-error"] });
    await ask();
    assert.equal(requests.length, 3);
    await ask();
    assert.equal(requests.length, 4);
  });

  for (const [behaviour, fault] of [
    ["unauthorised", "http-401"],
    ["unknown-model", "http-404"],
    ["web-page", "unexpected-reply"],
  ] as const) {
    it(`does not try again after ${behaviour}, and says why`, async () => {
      const outcome = await faultsOf(behaviour, "good");
      assert.deepEqual([outcome.faults, outcome.requests, outcome.vectors], [{ [fault]: 1 }, 1, 0]);
      assert.ok(outcome.problem);
    });
  }

  for (const [behaviour, fault] of [
    ["hang-mid-stream", "timeout"],
    ["cut-stream", "cut-stream"],
    ["error-mid-stream", "stream-error"],
    ["limit-reached", "too-long"],
  ] as const) {
    it(`keeps the vectors that came before ${behaviour}`, async () => {
      const outcome = await faultsOf(behaviour, "good");
      assert.deepEqual([outcome.faults, outcome.requests], [{ [fault]: 1 }, 1]);
      assert.ok(outcome.vectors >= 1 && outcome.vectors < 4, `${outcome.vectors}`);
      assert.equal(outcome.problem, undefined);
      assert.ok(outcome.outputTokens > 0);
    });
  }

  it("counts a refusal, prose and events that are no JSON", async () => {
    assert.deepEqual((await faultsOf("refusal")).faults, { refused: 1 });
    assert.deepEqual((await faultsOf("prose")).faults, { prose: 1 });
    assert.deepEqual((await faultsOf("broken-events")).faults, { "cut-stream": 3 });
  });

  it("stops reading an answer of ten million characters", async () => {
    const { ask } = await callerOf({ behaviours: ["endless"] });
    const { record } = await ask();
    assert.deepEqual(record.outcome.faults, { "too-long": 1 });
    assert.equal(record.answer.length, 65_536 + 4 * 6 * 32);
  });

  it("stops reading an endless answer that comes whole", async () => {
    const { ask } = await callerOf({ behaviours: ["endless"], streaming: false });
    const { record, proposals } = await ask();
    assert.deepEqual([record.outcome.faults, proposals.length], [{ "too-long": 1 }, 0]);
  });

  it("passes wrong vectors on as they were written", async () => {
    const { ask } = await callerOf({ behaviours: ["wrong-length", "not-a-number"] });
    assert.ok((await ask()).proposals.every(({ values }) => values.length === 5));
    const { record, proposals } = await ask();
    assert.ok(proposals.every(({ values }) => values.length === 6 && Number.isNaN(values[5])));
    assert.equal(record.vectors[0]?.[5], null);
  });

  it("names an endpoint that cannot be reached", async () => {
    const { ask } = await callerOf({}, { baseUrl: `http://127.0.0.1:${await closedPort()}/v1` });
    const { record } = await ask();
    assert.deepEqual(record.outcome.faults, { connection: 3 });
    assert.match(record.outcome.problem ?? "", /ECONNREFUSED/);
  });

  for (const behaviour of ["hang", "hang-mid-stream", "rate-limit"] as const) {
    it(`ends promptly when it is aborted during ${behaviour}`, async () => {
      const patient = { ...impatient, firstDelay: 60_000, longestDelay: 60_000 };
      const { ask } = await callerOf({ behaviours: [behaviour] }, { timeout: 60, retry: patient });
      const stop = new AbortController();
      const reason = new Error("stopped by the test");
      setTimeout(() => stop.abort(reason), 150);
      const started = performance.now();
      await assert.rejects(ask(stop.signal), reason);
      // Far below the 60 s of every other way out.
      assert.ok(performance.now() - started < 10_000);
    });
  }
});

describe("the key", () => {
  it("reaches the endpoint, and nothing else of the environment does", async (t) => {
    const before = { ...process.env };
    t.after(() => {
      process.env = before;
    });
    Object.assign(process.env, {
      OPENAI_API_KEY: "sk-from-environment",
      OPENAI_ADMIN_KEY: "sk-admin-from-environment",
      OPENAI_ORG_ID: "org-from-environment",
      OPENAI_PROJECT_ID: "project-from-environment",
      OPENAI_BASE_URL: "http://127.0.0.1:1/from-environment",
      OPENAI_CUSTOM_HEADERS: "X-Custom: from-environment\nAuthorization: from-environment",
    });
    const { ask, requests } = await callerOf({ key: KEY });
    assert.equal((await ask()).proposals.length, 4);
    assert.equal(requests[0]?.headers.authorization, `Bearer ${KEY}`);
    assert.doesNotMatch(JSON.stringify(requests), /from-environment|stainless/);
  });

  it("is not sent when there is none", async () => {
    const { ask, requests } = await callerOf({}, { key: "" });
    assert.equal((await ask()).proposals.length, 4);
    assert.equal(requests[0]?.headers.authorization, undefined);
  });

  it("is in nothing that is stored, said or printed, although the endpoint quotes it", async (t: TestContext) => {
    const printed = printedDuring(t);
    const { ask } = await callerOf({ key: "another key" });
    const { record } = await ask();
    assert.match(record.outcome.problem ?? "", /Bearer \*\*\*/);
    assert.ok(!JSON.stringify(record).includes(KEY));
    const invalid = await callerOf({}, { key: `${KEY}\nX` });
    const refusedByHeaders = await invalid.ask();
    assert.ok(refusedByHeaders.record.outcome.problem);
    assert.ok(!JSON.stringify(refusedByHeaders.record).includes(KEY));
    assert.deepEqual(printed, []);
  });
});

/** Everything written to the console while a test runs. */
function printedDuring(t: TestContext): unknown[] {
  const printed: unknown[] = [];
  for (const level of ["log", "debug", "info", "warn", "error"] as const) {
    t.mock.method(console, level, (...words: unknown[]) => printed.push(words));
  }
  return printed;
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
