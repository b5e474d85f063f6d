import type { LlmCallRecord } from "../src/llm/journal.ts";
import { openRunDatabase } from "../src/runs/run-database.ts";
import { snapshotOf, writeLongSearch } from "../test/support/long-search.ts";
import { median, timed } from "./measure.ts";
import type { Section } from "./report.ts";

const EVALUATIONS = 100_000;
const ROUNDS = 5;

/** What a panel waits for when it opens on a long search. */
export async function snapshot(): Promise<Section> {
  const database = openRunDatabase<LlmCallRecord>(":memory:");
  writeLongSearch(database, "s", EVALUATIONS);
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    samples.push((await timed(async () => JSON.stringify(snapshotOf(database, "s")))).cpu);
  }
  database.close();
  return {
    title: "Snapshot of a search",
    protocol: `CPU time of \`search/snapshot\` as JSON, ${EVALUATIONS} evaluations of 32 layers, 1200 pixels, 200 rows, median of ${ROUNDS}.`,
    figures: [{ what: "snapshot", value: 1000 * median(samples), unit: "ms", bound: { kind: "at most", value: 300 } }],
  };
}
