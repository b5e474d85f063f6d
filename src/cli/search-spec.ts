import { join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { completeSpec, type SpecDraft } from "../search/complete-spec.ts";
import type { SearchSpec, SearchSpecInput } from "../search/spec.ts";
import { llmChoice } from "./llm-option.ts";
import type { SearchOptions } from "./search-options.ts";

/** Windows that the sample is searched on: few enough for a minute, many enough that the best is no accident. */
const SAMPLE_WINDOWS = 16;

/** What a search needs of a person at least. */
type Inputs = Required<Pick<SearchOptions, "model" | "text" | "target">> & Pick<SearchOptions, "validation" | "test">;

/**
 * Fills what `--sample` stands for into the flags that were left out, and makes paths absolute.
 * @param samples folder of the samples
 * @throws UserError `option-missing` naming the first flag that lacks
 */
export function searchInputs(options: SearchOptions, samples: string): Inputs {
  const given = options.sample ? { ...sampleInputs(options, samples), ...defined(options) } : options;
  const { model, text, target, validation, test } = given;
  if (model === undefined) throw missing("--model DIR");
  if (text === undefined) throw missing("--text FILE");
  if (target === undefined) throw missing("--target RATE");
  return {
    model: resolve(model),
    text: resolve(text),
    target,
    ...(validation !== undefined && { validation: resolve(validation) }),
    ...(test !== undefined && { test: resolve(test) }),
  };
}

/**
 * The specification that the flags describe.
 * @param maxPositions context of the model, which bounds the default window
 * @throws UserError `spec-invalid` when the specification does not hold together
 */
export function searchSpec(options: SearchOptions, inputs: Inputs, maxPositions: number): SearchSpec {
  return completeSpec(options.preset, specDraft(options, inputs), maxPositions);
}

function specDraft(options: SearchOptions, inputs: Inputs): SpecDraft {
  const source = (path: string) => ({ path, field: options.field });
  return {
    model: inputs.model,
    texts: {
      search: source(inputs.text),
      ...(inputs.validation !== undefined && { validation: source(inputs.validation) }),
      ...(inputs.test !== undefined && { test: source(inputs.test) }),
    },
    protocol: defined({ seqlen: options.seqlen, bos: options.bos }),
    windows: defined({
      calibration: options.calibrationWindows,
      search: options.windows ?? (options.sample ? SAMPLE_WINDOWS : undefined),
      validation: options.validationWindows,
      test: options.testWindows,
    }),
    target: inputs.target,
    method: options.method,
    ...defined({ objective: options.objective }),
    importance: options.importance,
    scoring: options.scoring,
    evolution: evolution(options),
    owl: defined({ lambda: options.owlLambda, m: options.owlM }),
    llm: llmChoice(options),
    budget: budget(options),
    seed: options.seed,
    device: options.device,
    dtype: options.dtype,
  };
}

function sampleInputs(options: SearchOptions, samples: string): Inputs {
  const text = (split: string) => join(samples, "texts", `stories.${split}.jsonl`);
  const inputs = { model: join(samples, "stories260K"), text: text("search"), target: 0.5 };
  // A text of the user's own is not mixed with the sample's.
  return options.text === undefined ? { ...inputs, validation: text("validation"), test: text("test") } : inputs;
}

function evolution(options: SearchOptions): SearchSpecInput["evolution"] {
  return defined({
    population: options.population,
    mutations: options.mutation ? options.mutations : 0,
    crossovers: options.crossover ? options.crossovers : 0,
    generations: options.generations,
    initialisation: options.initialisation,
    race: options.race,
    overlap: options.overlap,
  });
}

function budget(options: SearchOptions): NonNullable<SearchSpecInput["budget"]> {
  if (options.maxLlmMoney !== undefined && !options.llmPrice) throw missing("--llm-price IN,OUT");
  return defined({
    evaluations: options.maxEvaluations,
    tokens: options.maxTokens,
    seconds: options.maxSeconds,
    llmCalls: options.maxLlmCalls,
    llmTokens: options.maxLlmTokens,
    llmMoney: options.maxLlmMoney,
  });
}

function missing(flag: string): UserError {
  return new UserError("option-missing", `The option ${flag} is missing.`, "self-pruner search --sample needs none.");
}

/** The properties that are there: an absent flag must not overwrite a default with undefined. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
