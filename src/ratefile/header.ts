import { readFraction } from "./fraction.ts";
import type { Report } from "./problem.ts";
import { FORMAT_VERSION, type Located, type RateFile } from "./rate-file.ts";
import { describe, type Entry } from "./syntax/nodes.ts";

/** The keys of a rate file, in the order in which they are proposed and written. */
export const fileKeys = ["version", "model", "target", "tolerance", "grid", "text", "notes", "layers"] as const;

type FoundKeys = Partial<Record<(typeof fileKeys)[number], Entry>>;
type Header = Pick<RateFile, "version" | "model" | "target" | "tolerance" | "grid" | "text">;

/** Reads everything but the layers. */
export function readHeader(found: FoundKeys, report: Report): Header {
  return {
    version: readVersion(found.version, report),
    model: readModel(found.model, report),
    target: readTarget(found.target, report),
    tolerance: located(found.tolerance, "The tolerance", report, readFraction),
    grid: located(found.grid, "The grid", report, readGrid),
    text: located(found.text, "The text", report, readText),
  };
}

function readModel(entry: Entry | undefined, report: Report): Located<string> | undefined {
  const node = entry?.value;
  if (!node) {
    report("model-missing", "The file does not name its model folder.", entry?.keyRange ?? { start: 0, end: 0 });
    return undefined;
  }
  const value = pathOf(node);
  if (value !== undefined) return { value, range: node.range };
  report("model-invalid", `The model must be the path of a folder, not ${describe(node)}.`, node.range);
  return undefined;
}

/** A target of 1 would leave nothing of any layer, so it is taken for a slip. */
function readTarget(entry: Entry | undefined, report: Report): Located<number> | undefined {
  const target = located(entry, "The target", report, readFraction);
  if (target?.value !== 1) return target;
  report("out-of-range", "The target must be below 1: nothing would be left.", target.range);
  return undefined;
}

function readVersion(entry: Entry | undefined, report: Report): Located<number> | undefined {
  const node = entry?.value;
  if (!entry || (node?.kind === "scalar" && node.value === FORMAT_VERSION)) {
    return node && { value: FORMAT_VERSION, range: node.range };
  }
  const message = `This program reads version ${FORMAT_VERSION} of the format, not ${node ? describe(node) : "one without a number"}.`;
  report("version-unsupported", message, node?.range ?? entry.keyRange);
  return undefined;
}

type Node = NonNullable<Entry["value"]>;

function located<T>(
  entry: Entry | undefined,
  what: string,
  report: Report,
  read: (node: Node, what: string, report: Report) => T | undefined,
): Located<T> | undefined {
  if (!entry) return undefined;
  if (!entry.value) {
    report("rate-missing", `${what} has no value.`, entry.keyRange);
    return undefined;
  }
  const value = read(entry.value, what, report);
  return value === undefined ? undefined : { value, range: entry.value.range };
}

function readGrid(node: Node, what: string, report: Report): number | undefined {
  const value = node.kind === "scalar" ? node.value : undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  report("grid-invalid", `${what} must be a whole number of neurons, such as 256, not ${describe(node)}.`, node.range);
  return undefined;
}

function readText(node: Node, what: string, report: Report): string | undefined {
  const path = pathOf(node);
  if (path === undefined)
    report("text-invalid", `${what} must be the path of a file, not ${describe(node)}.`, node.range);
  return path;
}

function pathOf(node: Node): string | undefined {
  return node.kind === "scalar" && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}
