import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { migrations } from "../../../src/runs/migrations.ts";
import { openRunDatabase } from "../../../src/runs/run-database.ts";
import type { SearchEvent } from "../../../src/search/events.ts";
import { databaseWith, scoredInTurn, smallCandidate } from "../../support/scored-candidates.ts";

const events: SearchEvent[] = [
  ...scoredInTurn([3, Number.MAX_VALUE, 2]),
  { type: "candidate", candidate: smallCandidate(3, { parents: [0, 2] }) },
  { type: "evaluated", candidate: 3, windows: 2, fitness: 1, final: false, evaluations: 3.5 },
  { type: "evaluated", candidate: 3, windows: 4, fitness: 1.5, final: true, evaluations: 4 },
];

/** A database as the first version left it. */
function writeFirstVersion(path: string): void {
  const newest = databaseWith(events);
  const old = new DatabaseSync(path);
  old.exec(`PRAGMA foreign_keys = OFF; ${migrations[0]}; PRAGMA user_version = 1`);
  const search = newest.searches.find("s");
  const columns =
    "id, created_at, spec, model_name, model_fingerprint, shape, has_key, state, status, elapsed, progress";
  old
    .prepare(`INSERT INTO searches (${columns}) VALUES ('s', '', ?, '', '', ?, 0, 'finished', '', 0, ?)`)
    .run(JSON.stringify(search?.spec), JSON.stringify(search?.shape), JSON.stringify(search?.progress));
  for (const { sequence, event } of newest.events.after("s", 0, 100)) {
    const isCandidate = event.type === "candidate";
    if (isCandidate) {
      const { id, generation, operator, author, parents } = event.candidate;
      old
        .prepare("INSERT INTO candidates VALUES ('s', ?, ?, ?, ?, ?, NULL, '[[0.125,0.3]]', '4.120', 0)")
        .run(id, generation, operator, author, JSON.stringify(parents));
    }
    const columnsOf = isCandidate ? [event.candidate.id, null] : [null, JSON.stringify(event)];
    old.prepare("INSERT INTO events VALUES ('s', ?, ?, 0, ?, ?)").run(sequence, event.type, ...columnsOf);
  }
  old.close();
}

describe("a database of the first version", () => {
  it("gives the same charts and lineages once it has been brought up to date", (t) => {
    const folder = mkdtempSync(join(tmpdir(), "self-pruner-migrations-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFirstVersion(join(folder, "runs.sqlite"));
    const database = openRunDatabase(join(folder, "runs.sqlite"));
    const expected = databaseWith(events);
    assert.deepEqual(database.scores.chart("s", 100), expected.scores.chart("s", 100));
    assert.equal(database.scores.chart("s", 100).length, 4);
    assert.deepEqual([database.events.children("s", 0), database.events.children("s", 1)], [[3], []]);
    const detail = database.searches.find("s");
    assert.deepEqual([detail?.id, detail?.setting], ["s", undefined]);
    database.close();
  });
});
