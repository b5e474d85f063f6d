import type { ModelShape } from "../pruning/shape.ts";
import type { CheckOptions } from "./check-options.ts";
import { interpret, parseSource } from "./parse.ts";
import type { ProblemCode } from "./problem.ts";
import type { ParsedRateFile } from "./rate-file.ts";
import type { SyntaxNode } from "./syntax/nodes.ts";

/** What is known of the model that a file names. */
export interface KnownModel {
  readonly name: string;
  readonly shape: ModelShape;
  /** Bytes that a parameter takes as it is stored. */
  readonly parameterBytes: number;
}

/** One state of a rate file's text with all that was read from it: what every service and fix works on. */
export interface RateDocument extends ParsedRateFile {
  readonly text: string;
  /** The YAML. */
  readonly root: SyntaxNode | undefined;
  /** Absent while the model folder is not named or cannot be opened. */
  readonly model: KnownModel | undefined;
}

/** How many problems of a code a document has. */
export function countOf({ problems }: RateDocument, code: ProblemCode): number {
  return problems.filter((problem) => problem.code === code).length;
}

/** Whether a text could be parsed as a whole. */
export function isYaml(document: RateDocument): boolean {
  return countOf(document, "yaml-syntax") === 0;
}

/** Reads a text. Never throws. */
export function readRateDocument(text: string, model?: KnownModel, options?: CheckOptions): RateDocument {
  const source = parseSource(text);
  return { text, root: source.root, model, ...interpret(source, model?.shape, options) };
}
