import type { EditedLayer, EditedRates, FixName, ProblemSummary, RateFileView } from "../../../protocol/rate-editor.ts";
import type { RateDocument } from "../../../ratefile/document.ts";
import type { Fix } from "../../../ratefile/fixes/fix.ts";
import { fixesOf } from "../../../ratefile/fixes/index.ts";
import { positionsOf } from "../../../ratefile/position.ts";
import type { Problem, ProblemCode } from "../../../ratefile/problem.ts";
import { layerProfile } from "../../../ratefile/services/layer-profile.ts";
import { removalCounts, removedInTotal } from "../../../ratefile/services/removal-counts.ts";

/** A rate file as it is now. */
export interface EditedFile {
  readonly name: string;
  readonly version: number;
  readonly document: RateDocument;
  /** Problems that only those find who look for files. */
  readonly found: readonly Problem[];
  /** Why it cannot be changed. */
  readonly readOnly: string | undefined;
}

/** What a rate editor shows of a file. */
export function rateFileView({ name, version, document, found, readOnly }: EditedFile): RateFileView {
  const { model } = document;
  return {
    ...editedRates(document),
    version,
    name,
    model: model && { name: model.name, shape: model.shape },
    readOnly,
    problems: problemSummary(document, [...document.problems, ...found]),
    fixes: fixTitles(document),
  };
}

/** The rates of a document, layer by layer. */
export function editedRates(document: RateDocument): EditedRates {
  const { layers, mean, target } = layerProfile(document);
  return {
    layers: Array.from({ length: layers }, (_, layer) => editedLayer(document, layer)),
    mean,
    target: target && { value: target.value, met: target.met },
    removed: removedInTotal(document, target?.met ?? false),
  };
}

function editedLayer({ value, model }: RateDocument, index: number): EditedLayer {
  const entry = value.layers[index];
  const rate = entry?.rate;
  const shape = model?.shape.layers[index];
  const counts = shape && rate && removalCounts(shape, rate);
  return {
    rate: rate && { attention: rate.attention, mlp: rate.mlp },
    locked: entry?.locked ?? false,
    removes: counts && { groups: counts.groups.removed, neurons: counts.neurons.removed },
  };
}

/** The problems that keep a file from running as it is written; thoughts and remarks are left to the text. */
function problemSummary({ text }: RateDocument, problems: readonly Problem[]): ProblemSummary {
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const first = errors[0] ?? warnings[0];
  return {
    errors: errors.length,
    warnings: warnings.length,
    first: first && { message: first.message, line: positionsOf(text)(first.range.start).line },
  };
}

/** The first problem that a summary tells of. */
export function firstProblem({ document, found }: Pick<EditedFile, "document" | "found">): Problem | undefined {
  const problems = [...document.problems, ...found];
  return (
    problems.find(({ severity }) => severity === "error") ?? problems.find(({ severity }) => severity === "warning")
  );
}

const mended: Readonly<Record<FixName, readonly ProblemCode[]>> = {
  layers: ["layers-missing", "layer-missing"],
  mean: ["mean-off-target"],
};

/** The fix that the light bulb offers first for a kind of problem. What is no YAML is mended by a person, and first. */
export function fixNamed(document: RateDocument, name: FixName): Fix | undefined {
  if (document.problems.some(({ code }) => code === "yaml-syntax")) return undefined;
  const problem = document.problems.find(({ code }) => mended[name].includes(code));
  return problem && fixesOf(document, problem).find(({ preferred }) => preferred);
}

function fixTitles(document: RateDocument): RateFileView["fixes"] {
  const [layers, mean] = [fixNamed(document, "layers"), fixNamed(document, "mean")];
  return { ...(layers && { layers: layers.title }), ...(mean && { mean: mean.title }) };
}
