import { type Command, Option } from "commander";
import { methods } from "../search/methods/index.ts";
import { type PresetName, presetNames } from "../search/presets.ts";
import type { LlmOptions } from "./llm-option.ts";
import { deviceOptions, integer, nonNegative, positive, price, rate } from "./option-values.ts";

/** The flags of `search` as commander hands them over; what is absent is left to the sample, the preset, the defaults. */
export interface SearchOptions extends LlmOptions {
  readonly sample?: boolean;
  readonly model?: string;
  readonly text?: string;
  readonly field: string;
  readonly validation?: string;
  readonly test?: string;
  readonly target?: number;
  readonly method: string;
  readonly preset: PresetName;
  readonly objective?: "perplexity" | "kl";
  readonly importance: string;
  readonly scoring: "dense" | "sequential";
  readonly population?: number;
  readonly mutations?: number;
  readonly crossovers?: number;
  readonly generations?: number;
  readonly initialisation?: "llm" | "random";
  /** False after `--no-mutation`. */
  readonly mutation: boolean;
  readonly crossover: boolean;
  readonly race?: boolean;
  readonly overlap?: boolean;
  readonly owlLambda?: number;
  readonly owlM?: number;
  readonly maxEvaluations?: number;
  readonly maxTokens?: number;
  readonly maxSeconds?: number;
  readonly maxLlmCalls?: number;
  readonly maxLlmTokens?: number;
  readonly maxLlmMoney?: number;
  readonly seqlen?: number;
  readonly bos?: boolean;
  readonly windows?: number;
  readonly calibrationWindows?: number;
  readonly validationWindows?: number;
  readonly testWindows?: number;
  readonly seed: number;
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
  readonly dtype: "fp32" | "fp16";
}

/** Adds the flags that define a search, in groups for the help text. */
export function addSearchOptions(command: Command): Command {
  addInputs(command);
  addEvolution(command);
  addLlm(command);
  addBudget(command);
  addProtocol(command);
  return command;
}

function addInputs(command: Command): void {
  command
    .optionsGroup("Model and texts:")
    .option("--sample", "search the small model and the texts that come with the program")
    .option("--model <dir>", "Hugging Face model folder")
    .option("--text <file>", "text that candidates are scored on (.txt, .jsonl, .parquet)")
    .option("--field <name>", "field or column that holds the text", "text")
    .option("--validation <file>", "validation text; cut from --text when left out")
    .option("--test <file>", "test text, read once at the end; cut from --text when left out")
    .option("--target <rate>", "mean pruning rate, such as 0.5", rate);
}

function addEvolution(command: Command): void {
  const names = methods.map(({ name }) => name);
  command
    .optionsGroup("Method:")
    .addOption(new Option("--method <name>", "search method").choices(names).default("self-pruner"))
    .addOption(new Option("--preset <name>", "settings to start from").choices(presetNames).default("paper"))
    .addOption(new Option("--objective <name>", "what the search minimises").choices(["perplexity", "kl"]))
    .option("--importance <name>", "importance score of the units: wanda-sp or flap", "wanda-sp")
    .addOption(
      new Option("--scoring <how>", "score once on the dense model, or per candidate layer by layer")
        .choices(["dense", "sequential"])
        .default("dense"),
    )
    .option("--population <K>", "individuals that survive a generation", integer(2))
    .option("--mutations <M>", "offspring by mutation in a generation", integer(0))
    .option("--crossovers <S>", "offspring by crossover in a generation", integer(0))
    .option("--generations <N>", "generations after the first population", integer(0))
    .addOption(new Option("--initialisation <who>", "who writes the first population").choices(["llm", "random"]))
    .option("--no-mutation", "ablation: no mutations")
    .option("--no-crossover", "ablation: no crossovers")
    .option("--race", "score offspring on few windows first")
    .option("--no-race", "score every offspring on all windows")
    .option("--overlap", "ask the LLM for the next generation while this one is evaluated")
    .option("--no-overlap", "ask only when a generation is evaluated")
    .option("--owl-lambda <x>", "owl: how far a layer's rate may lie from the target", nonNegative)
    .option("--owl-m <x>", "owl: an outlier is this many times the layer's mean", positive)
    .option("--seed <n>", "seed of everything random", integer(0), 1);
}

function addLlm(command: Command): void {
  command
    .optionsGroup("LLM (its key comes from SELF_PRUNER_API_KEY; without --base-url also from OPENAI_API_KEY):")
    .option("--llm <choice>", "none, openai:MODEL, or replay:SEARCH", "none")
    .option("--base-url <url>", "any OpenAI-compatible endpoint")
    .option("--llm-temperature <t>", "sampling temperature", nonNegative)
    .option("--llm-timeout <s>", "seconds without an answer before a call is repeated", positive)
    .option("--llm-price <in,out>", "USD per million tokens, for --max-llm-money", price);
}

function addBudget(command: Command): void {
  command
    .optionsGroup("Budget (whatever ends first ends the search with its best so far):")
    .option("--max-evaluations <n>", "evaluations", integer(1))
    .option("--max-tokens <n>", "tokens forwarded through the model", integer(1))
    .option("--max-seconds <s>", "running time", positive)
    .option("--max-llm-calls <n>", "calls of the LLM", integer(1))
    .option("--max-llm-tokens <n>", "tokens of the LLM", integer(1))
    .option("--max-llm-money <usd>", "money for the LLM, by --llm-price", positive);
}

function addProtocol(command: Command): void {
  command
    .optionsGroup("Protocol and device:")
    .option("--seqlen <n>", "tokens in a window (default: the model's context, at most 2048)", integer(8))
    .option("--bos", "put the BOS token in front of every window")
    .option("--windows <n>", "windows that candidates are scored on", integer(1))
    .option("--calibration-windows <n>", "windows that importance is measured on", integer(1))
    .option("--validation-windows <n>", "validation windows (default: all; 64 when cut from --text)", integer(1))
    .option("--test-windows <n>", "test windows (default: all; 64 when cut from --text)", integer(1));
  for (const option of deviceOptions()) command.addOption(option);
}
