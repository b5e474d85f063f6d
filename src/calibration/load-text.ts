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
  if (text.trim() === "") throw textEmpty(file.path);
  return {
    path: file.path,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    documents: documents.length,
  };
}

/**
 * Looks at what can be known of a text without reading it, so that a search need not wait in a queue to hear of it.
 *
 * @throws UserError when there is no such file, or it is empty, too large or of another format
 */
export async function assertText({ path }: Pick<TextFile, "path">): Promise<void> {
  rejectTable(path);
  if ((await sizeOf(path)) === 0) throw textEmpty(path);
}

async function readDocuments({ path, field }: TextFile): Promise<string[]> {
  rejectTable(path);
  const bytes = await readBytes(path);
  switch (extname(path).toLowerCase()) {
    case ".parquet":
      return readParquetColumn(path, bytes, field);
    case ".jsonl":
    case ".ndjson":
    // C4 and others name their JSON Lines so.
    case ".json":
      return readJsonLines(path, decodeUtf8(path, bytes), field);
    default:
      return [decodeUtf8(path, bytes)];
  }
}

async function readBytes(path: string): Promise<Buffer<ArrayBuffer>> {
  await sizeOf(path);
  return await readFile(path).catch((error: unknown) => {
    throw textUnreadable(path, error);
  });
}

/** Bytes of a file that is not too large to be read. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw textUnreadable(path, error);
  });
  if (found.isDirectory()) {
    throw new UserError("text-unreadable", `${path} is a folder.`, "Name a .txt, .jsonl or .parquet file in it.");
  }
  rejectLarge(path, found.size);
  return found.size;
}

function textUnreadable(path: string, error: unknown): UserError {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const why = isMissing ? "does not exist" : `cannot be read: ${messageOf(error)}`;
  return new UserError("text-unreadable", `The text ${path} ${why}.`);
}

function textEmpty(path: string): UserError {
  return new UserError("text-empty", `${path} holds no text.`);
}

function rejectTable(path: string): void {
  if (![".csv", ".tsv"].includes(extname(path).toLowerCase())) return;
  throw new UserError(
    "text-format",
    `${path} is a table, whose separators and quotes would be scored as text.`,
    "Use .txt, .jsonl or .parquet.",
  );
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
