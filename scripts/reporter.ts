/**
 * Node's own reporter of tests; what was skipped, and why, and which files took longest, is told once more at the end, where it
 * can be seen.
 */
import { relative } from "node:path";
import { Readable } from "node:stream";
import { spec, type TestEvent } from "node:test/reporters";

/** Milliseconds that are much for a file. */
const MUCH = 10_000;

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const skipped: string[] = [];
  const slow: { readonly file: string; readonly milliseconds: number }[] = [];
  const seen = async function* (): AsyncGenerator<TestEvent> {
    for await (const event of events) {
      skipped.push(...skipOf(event));
      slow.push(...slowOf(event));
      yield event;
    }
  };
  yield* Readable.from(seen()).pipe(spec());
  yield skipped.join("");
  slow.sort((one, other) => other.milliseconds - one.milliseconds);
  yield slow.map(({ file, milliseconds }) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s ${file}\n`).join("");
}

function slowOf({ type, data }: TestEvent): { file: string; milliseconds: number }[] {
  if (type !== "test:summary" || data.file === undefined || data.duration_ms < MUCH) return [];
  return [{ file: relative(process.cwd(), data.file), milliseconds: data.duration_ms }];
}

function skipOf({ type, data }: TestEvent): string[] {
  if (type !== "test:pass" || data.skip === undefined || data.skip === false) return [];
  // No reason is given as `true` or as an empty one.
  const reason = typeof data.skip === "string" && data.skip !== "" ? `: ${data.skip}` : "";
  return [`skipped: ${data.name}${reason}\n`];
}
