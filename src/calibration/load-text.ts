import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import { readJsonLines } from "./json-lines.ts";
import { readParquetColumn } from "./parquet.ts";
import type { LoadedText } from "./text.ts";

/** Where a text lies and which field or column of `.jsonl` and `.parquet` files holds it. */
export interface TextFile {
  readonly path: string;
  readonly field: string;
}

/** What stands between two documents: a blank line, as in the WikiText-2 protocol. */
const DOCUMENT_SEPARATOR = "\n\n";

/** Encoding takes some seventy bytes of memory per character for a while; this much fits into any machine that runs models. */
const MAX_LENGTH = 32 * 2 ** 20;

/**
 * Reads a text. The documents of `.jsonl` and `.parquet` files are joined by a blank line, empty ones included (Hugging
 * Face's WikiText-2 has one row per line of the raw file); every other file is plain UTF-8 text and taken as it is.
 *
 * @throws UserError naming the file and the line, field or column that is not as it should be
 */
export async function loadText(file: TextFile): Promise<LoadedText> {
  const documents = await readDocuments(file);
  const text = documents.join(DOCUMENT_SEPARATOR);
  rejectLarge(file.path, text.length);
  if (text.trim() === "") throw new UserError("text-empty", `${file.path} holds no text.`);
  return {
    path: file.path,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    documents: documents.length,
  };
}

async function readDocuments({ path, field }: TextFile): Promise<string[]> {
  const bytes = await readBytes(path);
  switch (extname(path).toLowerCase()) {
    case ".parquet":
      return readParquetColumn(path, bytes, field);
    case ".jsonl":
    case ".ndjson":
    // C4 and others name their JSON Lines so.
    case ".json":
      return readJsonLines(path, decodeUtf8(path, bytes), field);
    case ".csv":
    case ".tsv":
      throw new UserError(
        "text-format",
        `${path} is a table, whose separators and quotes would be scored as text.`,
        "Use .txt, .jsonl or .parquet.",
      );
    default:
      return [decodeUtf8(path, bytes)];
  }
}

async function readBytes(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    rejectLarge(path, (await stat(path)).size);
    return await readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("text-unreadable", `The text ${path} cannot be read: ${messageOf(error)}.`);
  }
}

function rejectLarge(path: string, length: number): void {
  if (length <= MAX_LENGTH) return;
  throw new UserError(
    "text-too-large",
    `${path} has ${Math.ceil(length / 2 ** 20)} MB of text, more than the ${MAX_LENGTH / 2 ** 20} MB that are read.`,
    "Cut a part of it into a file of its own; a search needs some hundred thousand tokens.",
  );
}

function decodeUtf8(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(
      "text-not-utf8",
      `${path} is not UTF-8 text.`,
      "Texts are plain UTF-8, .jsonl or .parquet files, not compressed.",
      { cause: error },
    );
  }
}
