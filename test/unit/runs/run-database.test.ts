import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../src/base/errors.ts";
import { worded } from "../../../src/runs/database-errors.ts";
import { lockFolder } from "../../../src/runs/folder-lock.ts";
import { transaction } from "../../../src/runs/open-database.ts";
import { openRunDatabase, type RunDatabase } from "../../../src/runs/run-database.ts";
import type { SearchEvent } from "../../../src/search/events.ts";
import { storedSearch } from "../../support/stored-search.ts";

const folder = mkdtempSync(join(tmpdir(), "self-pruner-runs-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the run database", () => {
  it("leaves the file of a newer version as it is", () => {
    const path = join(folder, "newer.sqlite");
    const newer = new DatabaseSync(path);
    newer.exec("CREATE TABLE future (x); PRAGMA user_version = 99");
    newer.close();
    const before = readFileSync(path);
    assert.throws(() => openRunDatabase(path), { name: "UserError", code: "database-newer", message: /schema 99/ });
    assert.deepEqual(readFileSync(path), before);
  });

  it("says while it is opened what is wrong with it, as later", () => {
    const path = join(folder, "damaged.sqlite");
    const whole = new DatabaseSync(path);
    whole.exec("CREATE TABLE t (x)");
    whole.close();
    const bytes = readFileSync(path);
    // The kind of the page that everything begins with.
    bytes[100] = 0xff;
    writeFileSync(path, bytes);
    assert.throws(() => openRunDatabase(path), { name: "UserError", code: "database-damaged" });
  });

  it("tells of a full disk as such, and goes on when there is room again", () => {
    const database = new DatabaseSync(":memory:");
    database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 3");
    const fill = () => transaction(database, () => database.exec("INSERT INTO t VALUES (randomblob(100000))"));
    assert.throws(fill, (error) => {
      const told = worded(error);
      assert.ok(told instanceof UserError && told.code === "disk-full" && told.cause === error);
      return true;
    });
    database.exec("PRAGMA max_page_count = 1000");
    fill();
    assert.equal(database.prepare("SELECT count(*) AS n FROM t").get()?.["n"], 1);
    const defect = new Error("no such column");
    assert.equal(worded(defect), defect);
  });

  it("says so when a file is no database", () => {
    const path = join(folder, "letter.sqlite");
    writeFileSync(path, "Dear reader, this is not a database.".repeat(100));
    assert.throws(() => openRunDatabase(path), { name: "UserError", code: "database-unreadable" });
  });

  it("keeps what was written when it is opened again", () => {
    const path = join(folder, "again.sqlite");
    const first = openRunDatabase(path);
    const search = storedSearch();
    first.searches.insert(search);
    first.close();
    const second = openRunDatabase(path);
    assert.deepEqual(second.searches.find(search.id), search);
    assert.deepEqual(second.searches.list(), [search]);
    second.close();
  });

  it("takes all writes of a transaction or none", () => {
    const database = withSearch();
    assert.throws(() =>
      database.transaction(() => {
        database.searches.setState("s", "running", "half way");
        throw new Error("power cut");
      }),
    );
    assert.equal(database.searches.find("s")?.state, "queued");
    database.transaction(() => database.searches.setState("s", "running", ""));
    assert.equal(database.searches.find("s")?.state, "running");
  });

  it("marks what was under way as interrupted, and nothing else", () => {
    const database = openRunDatabase(":memory:");
    const states = ["queued", "preparing", "running", "stopping", "paused", "finished", "failed", "stopped"] as const;
    for (const state of states) database.searches.insert({ ...storedSearch(state), state });
    database.searches.markInterrupted("");
    const kept = database.searches.list().filter(({ id, state }) => id === state);
    assert.deepEqual(kept.map(({ id }) => id).sort(), ["failed", "finished", "paused", "stopped"]);
  });
});

describe("stored evaluations", () => {
  const question = { text: "search", objective: "kl", plan: "1.2-3.4", range: { from: 0, to: 3 } } as const;

  it("come back bit by bit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.double({ noNaN: true }),
        (losses, seconds) => {
          const database = withSearch();
          const evaluation = { losses, targetsPerWindow: 7, tokens: 24, seconds };
          database.evaluations.insert("s", question, evaluation, "cpu");
          // SQLite has no negative zero; a time is never one.
          assert.deepEqual(database.evaluations.find("s", question), { ...evaluation, seconds: seconds + 0 });
          database.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it("are kept by their question and cannot be stored twice", () => {
    const database = withSearch();
    const evaluation = { losses: [1, 2, 3], targetsPerWindow: 7, tokens: 24, seconds: 0.5 };
    database.evaluations.insert("s", question, evaluation, "cpu");
    assert.throws(() => database.evaluations.insert("s", question, evaluation, "cpu"), /UNIQUE/);
    for (const other of [
      { ...question, text: "test" },
      { ...question, objective: "perplexity" as const },
      { ...question, plan: "" },
      { ...question, range: { from: 1, to: 3 } },
    ]) {
      assert.equal(database.evaluations.find("s", other), undefined);
    }
    assert.throws(() => database.evaluations.insert("other", question, evaluation, "cpu"), /FOREIGN KEY/);
  });
});

describe("stored events", () => {
  const candidate = {
    id: 0,
    generation: 0,
    operator: "initial",
    author: "llm",
    parents: [3, 1],
    request: 0,
    rates: [{ attention: 0.125, mlp: 0.3 }],
    plan: [{ groups: 4, neurons: 120 }],
    repair: 0.01,
  } as const;
  const { request: _, ...classical } = candidate;
  const events: SearchEvent[] = [
    { type: "candidate", candidate },
    { type: "evaluated", candidate: 0, windows: 2, fitness: 10 / 3, final: false, evaluations: 0.5 },
    { type: "evaluated", candidate: 0, windows: 4, fitness: 0.1 + 0.2, final: true, evaluations: 1 },
    { type: "candidate", candidate: { ...classical, id: 1 } },
    { type: "end", reason: "complete", best: 0, bestFitness: 0.1 + 0.2 },
  ];

  it("come back in order and whole, page by page", () => {
    const database = withSearch();
    append(database, events);
    assert.equal(database.events.last("s"), 5);
    const pages = [
      database.events.after("s", 0, 2),
      database.events.after("s", 2, 2),
      database.events.after("s", 4, 2),
    ];
    assert.deepEqual(
      pages.map(({ length }) => length),
      [2, 2, 1],
    );
    assert.deepEqual(
      pages.flat().map(({ event }) => event),
      events,
    );
    assert.deepEqual(database.events.candidate("s", 0), candidate);
  });

  it("know the children of a candidate", () => {
    const database = withSearch();
    const child = (id: number, parents: number[]) => ({ ...classical, id, parents });
    append(database, [
      { type: "candidate", candidate: child(0, []) },
      { type: "candidate", candidate: child(1, [0]) },
      { type: "candidate", candidate: child(2, [1, 0]) },
    ]);
    assert.deepEqual([database.events.children("s", 0), database.events.children("s", 2)], [[1, 2], []]);
  });

  it("go with their search", () => {
    const database = withSearch();
    append(database, events);
    database.searches.remove("s");
    assert.deepEqual(database.events.after("s", 0, 10), []);
    assert.equal(database.events.candidate("s", 0), undefined);
    assert.deepEqual([database.scores.chart("s", 10), database.events.children("s", 3)], [[], []]);
  });
});

describe("the lock of a data folder", () => {
  it("is held by one at a time", () => {
    const path = join(folder, "runner.lock");
    const lock = lockFolder(path);
    assert.ok(lock);
    assert.equal(lockFolder(path), undefined);
    lock.release();
    const next = lockFolder(path);
    assert.ok(next);
    next.release();
  });
});

function withSearch(): RunDatabase<{ ordinal: number }> {
  const database = openRunDatabase<{ ordinal: number }>(":memory:");
  database.searches.insert(storedSearch("s"));
  return database;
}

function append(database: RunDatabase<{ ordinal: number }>, events: readonly SearchEvent[]): void {
  for (const [index, event] of events.entries()) {
    database.events.append("s", { sequence: index + 1, event, elapsed: index });
  }
}
