import { isMap, isScalar } from "yaml";
import type { ModelShape } from "../pruning/shape.ts";
import { checkWhole } from "./checks.ts";
import { readFraction } from "./fraction.ts";
import { readKnownKeys } from "./known-keys.ts";
import { readLayers } from "./layers.ts";
import { problemList, type Report } from "./problem.ts";
import type { Located, ParsedRateFile, RateFile } from "./rate-file.ts";
import { describe, type Entry, parseYaml, rangeOf } from "./yaml.ts";

const keys = ["model", "target", "layers"] as const;

/**
 * Reads a rate file (docs/rate-file.md). Never throws: what cannot be read is a problem, the rest is still read.
 * @param shape of the model, where it is known: its number of layers, groups and neurons are then checked too
 */
export function parseRateFile(text: string, shape?: ModelShape): ParsedRateFile {
  const { problems, report } = problemList();
  const value = readRateFile(text, shape, report);
  problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  return { value, problems };
}

function readRateFile(text: string, shape: ModelShape | undefined, report: Report): RateFile {
  const root = parseYaml(text, report);
  if (root && !isMap(root)) {
    report("not-a-map", "A rate file is a map with the keys model, target and layers.", rangeOf(root));
    return { model: undefined, target: undefined, layers: [] };
  }
  const found = root ? readKnownKeys(root, keys, "a rate file", report) : {};
  const file: RateFile = {
    model: readModel(found.model, report),
    target: readTarget(found.target, report),
    layers: readLayers(found.layers, shape?.layers.length, report),
  };
  checkWhole(file, found.layers?.keyRange, shape, report);
  return file;
}

function readModel(entry: Entry | undefined, report: Report): Located<string> | undefined {
  if (!entry?.value) {
    report("model-missing", "The file does not name its model folder.", entry?.keyRange ?? { start: 0, end: 0 });
    return undefined;
  }
  const range = rangeOf(entry.value);
  if (isScalar(entry.value) && typeof entry.value.value === "string" && entry.value.value !== "") {
    return { value: entry.value.value, range };
  }
  report("model-invalid", `The model must be the path of a folder, not ${describe(entry.value)}.`, range);
  return undefined;
}

/** A target of 1 would leave nothing of any layer, so it is taken for a slip. */
function readTarget(entry: Entry | undefined, report: Report): Located<number> | undefined {
  if (!entry) return undefined;
  if (!entry.value) {
    report("rate-missing", "The target has no value.", entry.keyRange);
    return undefined;
  }
  const range = rangeOf(entry.value);
  const value = readFraction(entry.value, "The target", report);
  if (value === 1) report("out-of-range", "The target must be below 1: nothing would be left.", range);
  return value === undefined || value === 1 ? undefined : { value, range };
}
