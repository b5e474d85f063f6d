import { messageOf, UserError } from "../base/errors.ts";

/**
 * The texts of a JSON Lines file, one per line that is not blank.
 *
 * @param content of the file
 * @param field of each line's object that holds its text
 * @throws UserError naming file and line
 */
export function readJsonLines(path: string, content: string, field: string): string[] {
  return content
    .split("\n")
    .map((line, index) => ({ line, place: `Line ${index + 1} of ${path}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, place }) => textOf(parseLine(line, place), field, place));
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UserError("jsonl-invalid", `${place} is not valid JSON: ${messageOf(error)}.`);
  }
}

function textOf(value: unknown, field: string, place: string): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError("jsonl-not-an-object", `${place} is not a JSON object.`);
  }
  const fields = new Map(Object.entries(value));
  const text = fields.get(field);
  if (typeof text === "string") return text;
  if (fields.has(field)) throw new UserError("jsonl-not-text", `${place} has no text in the field "${field}".`);
  throw new UserError(
    "field-missing",
    `${place} has no field "${field}".`,
    `Choose one of: ${[...fields.keys()].join(", ") || "(it has none)"}.`,
  );
}
