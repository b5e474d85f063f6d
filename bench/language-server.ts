import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Position, Range } from "vscode-languageserver/node";
import { LanguageClient } from "../test/support/language-client.ts";
import { tinyLlama } from "../test/support/tiny-model.ts";
import { median } from "./measure.ts";
import { withRandomModel } from "./model.ts";
import type { Figure } from "./report.ts";

const ROUNDS = 31;
const WARMUP = 10;
/** Milliseconds between keystrokes: a key that is held down. */
const REPEAT = 30;
/** Milliseconds from a keystroke to its diagnostics. */
const TYPING = 20;

/**
 * What the language server's process takes from a keystroke to its answer, the way there and back included.
 * @param text of a rate file with a line for each layer; its model is made beside it
 */
export async function languageServer(text: string, layers: number): Promise<Figure[]> {
  return await withRandomModel({ ...tinyLlama, layers }, async (folder) => {
    await using client = await LanguageClient.start();
    const typist = new Typist(client, pathToFileURL(join(folder, "bench.prune")).href);
    await typist.open(text.replace(/^model: .*/, "model: ."), /500: .*/);
    const figure = async (what: string, ask: (typist: Typist) => Promise<unknown>): Promise<Figure> => ({
      what: `${what}, from its process`,
      value: await timed(typist, ask),
      unit: "ms",
      bound: { kind: "at most", value: TYPING },
    });
    return [
      await figure("diagnostics after a keystroke", ({ uri }) => client.diagnostics(uri)),
      await figure("inlay hints of all layers", ({ uri, whole }) =>
        client.ask("textDocument/inlayHint", uri, { range: whole }),
      ),
      await figure("hover with its picture", ({ uri, place }) =>
        client.ask("textDocument/hover", uri, { position: place }),
      ),
    ];
  });
}

/** Somebody who types one digit over another in the middle of a file. */
class Typist {
  readonly uri: string;
  readonly #client: LanguageClient;
  #place: Position = { line: 0, character: 0 };
  #typed = 0;

  constructor(client: LanguageClient, uri: string) {
    this.#client = client;
    this.uri = uri;
  }

  /** The place that is typed at. */
  get place(): Position {
    return this.#place;
  }

  get whole(): Range {
    return { start: { line: 0, character: 0 }, end: { line: this.#client.document(this.uri).lineCount, character: 0 } };
  }

  /** Opens a file and goes to the last digit of the value that a line ends with. */
  async open(text: string, line: RegExp): Promise<void> {
    await this.#client.open(this.uri, text);
    await this.#client.diagnostics(this.uri);
    const found = line.exec(text);
    const digit = (found?.index ?? 0) + (found?.[0].search(/\d\D*$/) ?? 0);
    this.#place = this.#client.document(this.uri).positionAt(digit);
  }

  async type(): Promise<void> {
    const { line, character } = this.#place;
    const range = { start: this.#place, end: { line, character: character + 1 } };
    this.#typed += 1;
    await this.#client.edit(this.uri, [{ range, newText: String(this.#typed % 10) }]);
  }
}

/** Median of the milliseconds from a keystroke to an answer. */
async function timed(typist: Typist, ask: (typist: Typist) => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < WARMUP + ROUNDS; round++) {
    await setTimeout(REPEAT);
    const start = performance.now();
    await typist.type();
    await ask(typist);
    samples.push(performance.now() - start);
  }
  return median(samples.slice(WARMUP));
}
