import type { ModelShape } from "../pruning/shape.ts";
import type { CheckOptions } from "./check-options.ts";
import { checkWhole } from "./checks/whole.ts";
import { lineStart } from "./edits.ts";
import { fileKeys, readHeader } from "./header.ts";
import { readKnownKeys } from "./known-keys.ts";
import { readLayers } from "./layers.ts";
import { type Problem, problemList, type Report } from "./problem.ts";
import type { ParsedRateFile, RateFile } from "./rate-file.ts";
import type { SyntaxNode } from "./syntax/nodes.ts";
import { parseSyntax } from "./syntax/parse-syntax.ts";

/** A text whose YAML has been parsed, before anything is known of its model. */
export interface RateSource {
  readonly text: string;
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads a rate file (docs/rate-file.md). Never throws: what cannot be read is a problem, the rest is still read.
 * @param shape of the model, where it is known: its number of layers, groups and neurons are then checked too
 */
export function parseRateFile(text: string, shape?: ModelShape, options?: CheckOptions): ParsedRateFile {
  return interpret(parseSource(text), shape, options);
}

/** The first half of {@link parseRateFile}: the YAML. */
export function parseSource(text: string): RateSource {
  const { problems, report } = problemList();
  return { text, root: parseSyntax(text, report), problems };
}

/** The second half of {@link parseRateFile}: what the YAML says of layers. */
export function interpret(source: RateSource, shape?: ModelShape, options: CheckOptions = {}): ParsedRateFile {
  const { problems, report } = problemList();
  const value = readRateFile(source, shape, options, report);
  return { value, problems: inOrder([...source.problems, ...withoutEchoes(source, problems)]) };
}

/**
 * Where a line is no YAML, what is read of it means nothing: what else is said of it would only repeat that. And layers may
 * be there after all.
 */
function withoutEchoes({ text, problems: broken }: RateSource, problems: readonly Problem[]): readonly Problem[] {
  if (broken.length === 0) return problems;
  const brokenLines = new Set(broken.map(({ range }) => lineStart(text, range.start)));
  return problems.filter(
    ({ code, range }) => code !== "layers-missing" && !brokenLines.has(lineStart(text, range.start)),
  );
}

/** Problems in the order of the text. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** The path of the model as the source names it. */
export function modelOf({ root }: RateSource): string | undefined {
  const node = root?.kind === "map" ? root.entries.find(({ key }) => key === "model")?.value : undefined;
  return node?.kind === "scalar" && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}

function readRateFile(
  { text, root, problems }: RateSource,
  shape: ModelShape | undefined,
  options: CheckOptions,
  report: Report,
): RateFile {
  if (root && root.kind !== "map") {
    report("not-a-map", "A rate file is a map with the keys model, target and layers.", root.range);
    return nothingRead;
  }
  const found = root ? readKnownKeys(root, fileKeys, "a rate file", report) : {};
  const file = { ...readHeader(found, report), ...readLayers(text, found.layers, shape?.layers.length, report) };
  if (problems.length === 0) checkWhole(file, shape, options, report);
  return file;
}

const nothingRead: RateFile = {
  version: undefined,
  model: undefined,
  target: undefined,
  tolerance: undefined,
  grid: undefined,
  text: undefined,
  block: undefined,
  entries: [],
  layers: [],
};
