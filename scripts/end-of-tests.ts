/**
 * Loaded before each test file: ends its process when something keeps it alive after its last test, and says what. All that it
 * reported has been told by then; without this, the run would wait for ever.
 */
import { after } from "node:test";
import { isMainThread } from "node:worker_threads";

/** Milliseconds in which what a file has left open closes by itself. */
const GRACE = 30_000;
/** Milliseconds for the file's summary to reach the runner of the tests. */
const SUMMING_UP = 1000;

// The runner of the tests loads this, too, and so do the threads of a test.
if (process.env["NODE_TEST_CONTEXT"] === "child-v8" && isMainThread) after(() => void setTimeout(end, GRACE).unref());

/** The file sums up when Node says that nothing is left to do, which is said here in its stead: its tests have passed or not. */
function end(): void {
  process.stderr.write(`kept alive after its last test by ${process.getActiveResourcesInfo().join(", ")}\n`);
  process.emit("beforeExit", 0);
  setTimeout(() => process.exit(), SUMMING_UP);
}
