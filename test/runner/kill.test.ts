import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Random, seededRandom } from "../../src/base/random.ts";
import type { RunnerClient } from "../../src/protocol/client/runner-client.ts";
import { evaluationRows, storedTrajectory } from "../support/run-rows.ts";
import { kill, RunnerKit, reached, smallSearch } from "../support/runner-kit.ts";

const KILLS = 50;

const spec = smallSearch({
  windows: { calibration: 4, search: 16, validation: 4, test: 4 },
  protocol: { seqlen: 128 },
  evolution: { population: 12, mutations: 8, crossovers: 8, generations: 40, race: true },
});

describe("a runner that is killed again and again", () => {
  it("resumes the search each time, to the same end as undisturbed", async (t) => {
    const kit = await RunnerKit.create(t);
    const { id } = await (await kit.connect()).request("search/start", { spec });
    const { evaluations, interrupted } = await killAgainAndAgain(kit, id);
    const client = await kit.connect();
    const { summary } = await client.request("search/get", { id });
    if (summary.state !== "finished") await client.request("search/resume", { id });
    await reached(client, id, "finished", "failed");
    // A search that ended or never began before the kills would prove nothing.
    t.diagnostic(`${evaluations} evaluations before the last life, added in ${interrupted} lives`);
    assert.ok(interrupted >= KILLS / 4, `only ${interrupted} lives got anywhere`);

    const undisturbed = await client.request("search/start", { spec });
    const reference = await reached(client, undisturbed.id, "finished", "failed");
    const detail = await client.request("search/get", { id });
    assert.equal(detail.summary.state, "finished");
    assert.deepEqual(detail.report, reference.report);
    assert.deepEqual(storedTrajectory(kit.dataFolder, id), storedTrajectory(kit.dataFolder, undisturbed.id));
    const questions = (search: string) => [...evaluationRows(kit.dataFolder, search).keys()];
    assert.deepEqual(questions(id), questions(undisturbed.id));
  });
});

/** Lets the search live for a moment {@link KILLS} times, or until it is finished; no evaluation may get lost or change. */
async function killAgainAndAgain(kit: RunnerKit, id: string): Promise<{ evaluations: number; interrupted: number }> {
  const random = seededRandom(20);
  let seen = new Map<string, string>();
  let interrupted = 0;
  for (let life = 0; life < KILLS; life++) {
    const client = await kit.connect();
    // A fast machine gets to the end before all kills; what counts is checked by the caller.
    const { summary } = await client.request("search/get", { id });
    if (summary.state === "finished") break;
    if (life > 0) await client.request("search/resume", { id });
    await randomMoment(client, id, random);
    kill(client.welcome.pid);
    await client.closed;
    const now = evaluationRows(kit.dataFolder, id);
    for (const [question, answer] of seen) assert.equal(now.get(question), answer, `kill ${life}: ${question}`);
    if (now.size > seen.size) interrupted++;
    seen = now;
  }
  return { evaluations: seen.size, interrupted };
}

/** Two lives in five end while they prepare, or soon after; the others while the method runs. */
async function randomMoment(client: RunnerClient, id: string, random: Random): Promise<void> {
  if (random.next() < 0.4) return sleep(random.next() * 900);
  await reached(client, id, "running");
  await sleep(random.next() * 250);
}
