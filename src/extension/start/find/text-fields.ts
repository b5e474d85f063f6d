import { open } from "node:fs/promises";
import { extname } from "node:path";
import { messageOf, UserError } from "../../../base/errors.ts";

/** The fields of a text's first row, and which of them holds the text, as far as can be told. */
export interface TextFields {
  /** None for plain text. */
  readonly names: readonly string[];
  /** `text` for plain text. */
  readonly guess: string;
}

/** Bytes in which the first row of a JSON Lines file must end. */
const FIRST_ROW = 1 << 20;

/** Names that data sets give their texts, most telling first. */
const usual = ["text", "content", "page", "document", "article", "body", "story", "sentence"];

/** Looks at the first row of a text. @throws UserError when the file cannot be read, or its first row has no text */
export async function textFields(path: string): Promise<TextFields> {
  const fields = await stringFields(path);
  if (fields === undefined) return { names: [], guess: "text" };
  const names = [...fields.keys()];
  const guess = usual.find((name) => fields.has(name)) ?? longest(fields);
  if (guess === undefined) throw new UserError("field-missing", `The first row of ${path} has no text in any field.`);
  return { names, guess };
}

/** The text of each field of the first row; undefined for plain text. */
async function stringFields(path: string): Promise<ReadonlyMap<string, string> | undefined> {
  switch (extname(path).toLowerCase()) {
    case ".jsonl":
    case ".ndjson":
    case ".json":
      return stringsOf(await firstJsonLine(path));
    case ".parquet":
      return stringsOf(await firstParquetRow(path));
    default:
      await readStart(path, 1);
      return undefined;
  }
}

function stringsOf(row: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(row).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function longest(fields: ReadonlyMap<string, string>): string | undefined {
  return [...fields].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

async function firstJsonLine(path: string): Promise<object> {
  const lines = (await readStart(path, FIRST_ROW)).split("\n");
  const first = lines.find((line) => line.trim() !== "") ?? "";
  try {
    const row: unknown = JSON.parse(first);
    if (typeof row === "object" && row !== null && !Array.isArray(row)) return row;
  } catch (cause) {
    throw new UserError("jsonl-invalid", `The first line of ${path} is not valid JSON: ${messageOf(cause)}.`);
  }
  throw new UserError("jsonl-not-an-object", `The first line of ${path} is not a JSON object.`);
}

async function firstParquetRow(path: string): Promise<object> {
  await readStart(path, 1);
  // Loaded when the first Parquet file is chosen: few are.
  const [{ parquetReadObjects, asyncBufferFromFile }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  try {
    const [row] = await parquetReadObjects({ file: await asyncBufferFromFile(path), rowEnd: 1, compressors });
    return row ?? {};
  } catch (cause) {
    throw new UserError("parquet-invalid", `${path} is not a Parquet file that can be read: ${messageOf(cause)}.`);
  }
}

async function readStart(path: string, length: number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new UserError("text-unreadable", `The text ${path} cannot be read: ${messageOf(cause)}.`);
  }
}
