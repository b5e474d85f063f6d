/**
 * The schema, step by step: entry n leads from version n to version n + 1 (`PRAGMA user_version`). A step that has been
 * released is never edited; a change is a new step at the end.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE searches (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    -- SearchSpec as JSON; it never holds a key.
    spec TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_fingerprint TEXT NOT NULL,
    -- ModelShape as JSON.
    shape TEXT NOT NULL,
    -- The LLM endpoint was given a key: a resumed search must be given one again.
    has_key INTEGER NOT NULL,
    state TEXT NOT NULL,
    status TEXT NOT NULL,
    elapsed REAL NOT NULL,
    -- SearchProgress as JSON.
    progress TEXT NOT NULL,
    -- SearchSetting as JSON, once the search has been prepared.
    setting TEXT
  ) STRICT;

  CREATE TABLE candidates (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    operator TEXT NOT NULL,
    author TEXT NOT NULL,
    -- Ids as a JSON list.
    parents TEXT NOT NULL,
    request INTEGER,
    -- JSON list of [attention, mlp].
    rates TEXT NOT NULL,
    -- The plan's key.
    plan TEXT NOT NULL,
    repair REAL NOT NULL,
    PRIMARY KEY (search, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    type TEXT NOT NULL,
    -- Seconds the search had been running.
    elapsed REAL NOT NULL,
    -- A candidate event is its row in candidates.
    candidate INTEGER,
    -- Any other event as JSON.
    event TEXT,
    PRIMARY KEY (search, sequence)
  ) STRICT, WITHOUT ROWID;

  -- The primary key is the question: asking twice cannot leave two rows.
  CREATE TABLE evaluations (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    objective TEXT NOT NULL,
    -- Key of the plan; empty for the dense model.
    plan TEXT NOT NULL,
    from_window INTEGER NOT NULL,
    to_window INTEGER NOT NULL,
    -- Summed loss of each window in nats, float64 in the machine's byte order.
    losses BLOB NOT NULL,
    targets_per_window INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (search, text, objective, plan, from_window, to_window)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outlier_ratios (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    threshold REAL NOT NULL,
    -- One ratio per layer as a JSON list.
    ratios TEXT NOT NULL,
    PRIMARY KEY (search, threshold)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE llm_calls (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    -- Request, raw answer, vectors, tokens, latency and faults as JSON; it never holds a key.
    record TEXT NOT NULL,
    PRIMARY KEY (search, ordinal)
  ) STRICT;

  -- Vectors that a search took from a call, in the order of their arrival; there before the call has ended.
  CREATE TABLE llm_vectors (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    position INTEGER NOT NULL,
    -- Proposal as JSON.
    proposal TEXT NOT NULL,
    PRIMARY KEY (search, ordinal, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE measurements (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    -- validation or test.
    split TEXT NOT NULL,
    -- dense, uniform or best.
    model TEXT NOT NULL,
    perplexity REAL NOT NULL,
    loss REAL NOT NULL,
    -- ProtocolCard as JSON.
    card TEXT NOT NULL,
    PRIMARY KEY (search, split, model)
  ) STRICT, WITHOUT ROWID;
  `,
  // What charts, trees and candidates ask for, found without reading a search's history.
  `
  CREATE TABLE scores (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    -- Of the event that told it.
    sequence INTEGER NOT NULL,
    candidate INTEGER NOT NULL,
    -- Evaluations of the search so far.
    evaluation REAL NOT NULL,
    -- Infinity where it is no number, so that it sorts.
    fitness REAL NOT NULL,
    operator TEXT NOT NULL,
    author TEXT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (search, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX scores_by_fitness ON scores (search, fitness);
  CREATE UNIQUE INDEX scores_by_candidate ON scores (search, candidate);
  INSERT INTO scores
    SELECT events.search, sequence, id, event ->> 'evaluations', coalesce(event ->> 'fitness', 9e999),
      operator, author, generation
    FROM events JOIN candidates ON candidates.search = events.search AND candidates.id = event ->> 'candidate'
    WHERE type = 'evaluated' AND event ->> 'final' = 1;

  CREATE TABLE children (
    search TEXT NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    parent INTEGER NOT NULL,
    child INTEGER NOT NULL,
    PRIMARY KEY (search, parent, child)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO children
    SELECT candidates.search, named.value, candidates.id FROM candidates, json_each(candidates.parents) AS named;

  CREATE INDEX generation_events ON events (search, sequence) WHERE type = 'generation';
  CREATE INDEX proposals_events ON events (search, sequence) WHERE type = 'proposals';
  `,
];
