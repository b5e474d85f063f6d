import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { messageOf, UserError } from "../base/errors.ts";

/**
 * The texts of one column of a Parquet file, row by row.
 *
 * @param bytes of the file
 * @throws UserError naming file, column or row
 */
export async function readParquetColumn(path: string, bytes: Buffer<ArrayBuffer>, column: string): Promise<string[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const columns = readColumnNames(path, file);
  if (!columns.includes(column)) {
    throw new UserError("field-missing", `${path} has no column "${column}".`, `Choose one of: ${columns.join(", ")}.`);
  }
  const rows = await readRows(path, file, column);
  return rows.map((value, index) => {
    if (typeof value === "string") return value;
    throw new UserError("parquet-not-text", `Row ${index + 1} of ${path} has no text in the column "${column}".`);
  });
}

function readColumnNames(path: string, file: ArrayBuffer): string[] {
  try {
    return parquetSchema(parquetMetadata(file)).children.map(({ element }) => element.name);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readRows(path: string, file: ArrayBuffer, column: string): Promise<unknown[]> {
  try {
    const rows = await parquetReadObjects({ file, columns: [column], compressors });
    return rows.map((row): unknown => row[column]);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): UserError {
  return new UserError("parquet-invalid", `${path} is not a Parquet file that can be read: ${messageOf(error)}.`);
}
