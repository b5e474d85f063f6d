/**
 * A reporter that writes what failed and nothing else: each with its place, its reason and the last words of its file, so that
 * it can be told once more when all suites have ended. Results that were lost with the process of their file count as failed.
 */
import { relative, resolve } from "node:path";
import type { TestEvent } from "node:test/reporters";

/** Lines of a reason, and of a file's last words. */
const REASON = 40;
const LAST_WORDS = 20;

type FailEvent = Extract<TestEvent, { type: "test:fail" }>["data"];

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const files = new Map<string, FileReport>();
  for await (const event of events) {
    if (event.data === undefined || !("file" in event.data) || event.data.file === undefined) continue;
    // What a file prints comes with its path as it was given, and all else with its whole one.
    const path = resolve(event.data.file);
    const file = files.get(path) ?? new FileReport(path);
    files.set(path, file);
    yield file.hear(event);
  }
  for (const file of files.values()) yield file.end();
}

/** What one file has told so far. */
class FileReport {
  readonly #path: string;
  readonly #name: string;
  /** Of the suites and tests that are being told, from the outermost. */
  readonly #names: string[] = [];
  readonly #words: string[] = [];
  /** A file sums up when all that it holds has been told. */
  #isSummedUp = false;
  #hasFailed = false;

  constructor(path: string) {
    this.#path = path;
    this.#name = relative(process.cwd(), path);
  }

  /** @returns what there is to tell of an event; mostly nothing */
  hear({ type, data }: TestEvent): string {
    switch (type) {
      case "test:start":
        this.#names[data.nesting] = data.name;
        return "";
      case "test:stderr":
        this.#words.push(...data.message.split("\n").filter(Boolean));
        return "";
      case "test:diagnostic":
        return /asynchronous activity/.test(data.message) ? this.#failure(data.message) : "";
      case "test:summary":
        this.#isSummedUp = true;
        return "";
      case "test:fail":
        return this.#failed(data);
      default:
        return "";
    }
  }

  /** @returns that results were lost, when the file ended before it summed up */
  end(): string {
    if (this.#isSummedUp || this.#hasFailed) return "";
    return this.#failure("it ended before its tests did, and their results are lost", this.#lastWords());
  }

  #failed({ name, nesting, details }: FailEvent): string {
    const { failureType, cause } = details.error as { failureType?: unknown; cause?: unknown };
    // What it consists of, or what it fell with, is told for itself.
    if (failureType === "subtestsFailed" || failureType === "cancelledByParent") return "";
    // The file itself, whose process failed.
    if (resolve(name) === this.#path) return this.#failure(String(cause), this.#lastWords());
    return this.#failure([...this.#names.slice(0, nesting), name].join(" > "), reasonOf(cause));
  }

  #failure(what: string, reason: readonly string[] = []): string {
    this.#hasFailed = true;
    return `${this.#name}: ${[what, ...reason.map((line) => `    ${line}`)].join("\n")}\n\n`;
  }

  #lastWords(): string[] {
    return this.#words.slice(-LAST_WORDS);
  }
}

/** A message with its stack, without the runner's own part of that. */
function reasonOf(cause: unknown): string[] {
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s+at .*\bnode:internal\b/.test(line));
  return lines.slice(0, REASON);
}
