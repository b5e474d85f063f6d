/** Node's own reporter of tests; what was skipped, and why, is told once more at the end, where it can be seen. */
import { Readable } from "node:stream";
import { spec, type TestEvent } from "node:test/reporters";

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const skipped: string[] = [];
  const seen = async function* (): AsyncGenerator<TestEvent> {
    for await (const event of events) {
      skipped.push(...skipOf(event));
      yield event;
    }
  };
  yield* Readable.from(seen()).pipe(spec());
  yield skipped.join("");
}

function skipOf({ type, data }: TestEvent): string[] {
  if (type !== "test:pass" || data.skip === undefined || data.skip === false) return [];
  // No reason is given as `true` or as an empty one.
  const reason = typeof data.skip === "string" && data.skip !== "" ? `: ${data.skip}` : "";
  return [`skipped: ${data.name}${reason}\n`];
}
