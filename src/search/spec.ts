import * as z from "zod";
import { roundRate } from "../pruning/rates.ts";

/** A text of the user: where it lies and how it is read. */
export const TextSource = z.strictObject({
  /** Absolute path of a `.txt`, `.jsonl` or `.parquet` file. */
  path: z.string().min(1),
  /** Field or column that holds the text of `.jsonl` and `.parquet` files. */
  field: z.string().min(1).default("text"),
});
export type TextSource = z.infer<typeof TextSource>;

/** Which LLM writes the offspring. No key is ever part of a specification. */
const LlmChoice = z.discriminatedUnion("provider", [
  /** Classical operators only. */
  z.strictObject({ provider: z.literal("none") }),
  /** Any endpoint that speaks OpenAI's chat completions. */
  z.strictObject({
    provider: z.literal("openai"),
    model: z.string().min(1),
    baseUrl: z.url().optional(),
    temperature: z.number().min(0).max(2).default(1),
    /** Seconds without an answer after which a call is given up and tried again. */
    timeout: z.number().positive().default(120),
    /** USD per million tokens, for the money budget; 0 when unknown. */
    price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).default({ input: 0, output: 0 }),
  }),
  /** A language model of the editor that is attached to the runner (VS Code's `vscode.lm`). */
  z.strictObject({
    provider: z.literal("editor"),
    vendor: z.string().min(1),
    /** The editor's id of the model. */
    model: z.string().min(1),
    /** Seconds without an answer after which a call is given up and tried again. */
    timeout: z.number().positive().default(120),
  }),
  /** The answers recorded in an earlier search. */
  z.strictObject({ provider: z.literal("replay"), search: z.string().min(1) }),
]);
export type LlmChoice = z.infer<typeof LlmChoice>;

/** Whatever ends first ends the search with its best so far. Absent = no limit. */
export const Budget = z.strictObject({
  evaluations: z.int().positive().optional(),
  /** Tokens forwarded through the model. */
  tokens: z.int().positive().optional(),
  /** Seconds of running time, pauses not counted. */
  seconds: z.number().positive().optional(),
  llmCalls: z.int().positive().optional(),
  llmTokens: z.int().positive().optional(),
  /** USD. */
  llmMoney: z.number().positive().optional(),
});
export type Budget = z.infer<typeof Budget>;

/** The sizes and switches of the evolutionary search, named as in Algorithm 1 of the Self-Pruner paper. */
export const EvolutionSettings = z.strictObject({
  /** K: individuals that survive a generation. */
  population: z.int().min(2).max(1000).default(30),
  /** M: offspring by mutation in a generation. */
  mutations: z.int().min(0).max(1000).default(10),
  /** S: offspring by crossover in a generation. */
  crossovers: z.int().min(0).max(1000).default(10),
  /** N: generations after the initial population. */
  generations: z.int().min(0).max(10_000).default(20),
  /** Who writes the initial population (an ablation of the paper); `random` even when there is an LLM. */
  initialisation: z.enum(["llm", "random"]).default("llm"),
  /** Score offspring on few windows first; paired differences decide who goes on. */
  race: z.boolean().default(false),
  /** Ask the LLM for the next generation while this one is evaluated, with the population known so far. */
  overlap: z.boolean().default(false),
});
export type EvolutionSettings = z.infer<typeof EvolutionSettings>;

/** Everything that defines a search; with the recorded LLM answers it defines the trajectory. */
export const SearchSpec = z.strictObject({
  /** Absolute path of a Hugging Face model folder. */
  model: z.string().min(1),
  texts: z.strictObject({
    /** Text that candidates are scored on. Calibration, and the parts left out below, are cut from it. */
    search: TextSource,
    validation: TextSource.optional(),
    test: TextSource.optional(),
  }),
  protocol: z.strictObject({
    seqlen: z.int().min(8).max(131_072),
    bos: z.boolean().default(false),
  }),
  windows: z
    .strictObject({
      calibration: z.int().positive().default(32),
      search: z.int().positive().default(32),
      /** All there are when left out. */
      validation: z.int().positive().optional(),
      test: z.int().positive().optional(),
    })
    .default({ calibration: 32, search: 32 }),
  /** Rounded as rate files round it, so that a file leads to the plan that was measured. */
  target: z.number().min(0).overwrite(roundRate).lt(1),
  method: z.string().min(1),
  objective: z.enum(["perplexity", "kl"]).default("perplexity"),
  importance: z.string().min(1).default("wanda-sp"),
  /** `dense`: scored once on the dense model. `sequential`: scored per candidate on its pruned prefix, as FLAP's code does. */
  scoring: z.enum(["dense", "sequential"]).default("dense"),
  evolution: EvolutionSettings,
  owl: z
    .strictObject({ lambda: z.number().min(0).max(1).default(0.08), m: z.number().positive().default(5) })
    .default({ lambda: 0.08, m: 5 }),
  llm: LlmChoice,
  budget: Budget.default({}),
  seed: z.int().min(0).default(1),
  device: z.enum(["auto", "cpu", "webgpu", "cuda"]).default("auto"),
  dtype: z.enum(["fp32", "fp16"]).default("fp32"),
});
export type SearchSpec = z.infer<typeof SearchSpec>;
/** A specification as a person writes it, defaults left out. */
export type SearchSpecInput = z.input<typeof SearchSpec>;
