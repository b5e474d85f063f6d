import { readFile } from "node:fs/promises";
import type * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";

/** A JSON file as it was read: its bytes for fingerprints, its value unchecked. */
export interface JsonFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly value: unknown;
}

/**
 * Reads a JSON file of a model folder.
 *
 * @throws UserError `file-missing`, `file-unreadable` or `json-invalid`
 */
export async function readJsonFile(path: string): Promise<JsonFile> {
  const bytes = await readWhole(path);
  try {
    return { path, bytes, value: JSON.parse(bytes.toString("utf8")) };
  } catch (error) {
    throw new UserError("json-invalid", `${path} is not valid JSON: ${messageOf(error)}.`);
  }
}

/**
 * Checks a file's value against a schema.
 *
 * @throws UserError `config-invalid` with the first entry that does not fit
 */
export function parseJsonFile<T extends z.ZodType>(file: JsonFile, schema: T): z.output<T> {
  const result = schema.safeParse(file.value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const entry = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  throw new UserError("config-invalid", `${file.path}: ${entry}${issue?.message ?? "does not fit"}.`);
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") throw new UserError("file-missing", `${path} does not exist.`);
    throw new UserError("file-unreadable", `${path} cannot be read: ${messageOf(error)}.`);
  }
}

/** The code of a failed file system call: `ENOENT`, `EACCES` … */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
