/**
 * Loaded before each test file: ends its process when something keeps it alive after its last test, and says what. All that it
 * reported has been told by then; without this, the run would wait for ever.
 */
import { after } from "node:test";
import { isMainThread } from "node:worker_threads";

/** Milliseconds in which what a file has left open closes by itself. */
const GRACE = 30_000;

// The runner of the tests loads this, too, and so do the threads of a test.
if (process.env["NODE_TEST_CONTEXT"] === "child-v8" && isMainThread) after(() => void setTimeout(end, GRACE).unref());

function end(): void {
  process.stderr.write(`kept alive after its last test by ${process.getActiveResourcesInfo().join(", ")}\n`);
  process.exit(1);
}
