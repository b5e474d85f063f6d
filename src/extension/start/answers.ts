import * as z from "zod";
import { isBaseUrl } from "../keys/endpoint.ts";

const Path = z.string().min(1);

const TextAnswer = z.object({
  path: Path,
  /** Field or column of `.jsonl` and `.parquet` files; absent until it is known. */
  field: z.string().min(1).optional(),
});
export type TextAnswer = z.infer<typeof TextAnswer>;

const llmKinds = ["none", "openai", "compatible", "editor", "replay"] as const;
export const limitKinds = ["evaluations", "seconds", "llmMoney"] as const;
export type LimitKind = (typeof limitKinds)[number];
export const devices = ["auto", "cpu", "webgpu", "cuda"] as const;

/**
 * What a person has answered, or answered before: kept from one search to the next, with the details of choices that are
 * not taken at the moment. Never a key.
 */
export const Answers = z.object({
  model: Path.optional(),
  text: TextAnswer.optional(),
  /** Whether the test text is a file of its own; cut from the search text otherwise. */
  hasTest: z.boolean().optional(),
  test: TextAnswer.optional(),
  /** Fraction, above 0 and below 1. */
  target: z.number().gt(0).lt(1).optional(),
  method: z.string().min(1).optional(),
  preset: z.string().min(1).optional(),
  llm: z.enum(llmKinds).optional(),
  openai: z.object({ model: z.string().min(1).optional() }).default({}),
  compatible: z
    .object({
      baseUrl: z.string().refine(isBaseUrl, "no http or https address without credentials").optional(),
      model: z.string().min(1).optional(),
      /** Origin of an endpoint that was said to need no key. */
      keyless: z.string().min(1).optional(),
    })
    .default({}),
  editor: z.object({ vendor: z.string().min(1), model: z.string().min(1), name: z.string() }).optional(),
  replay: z.string().min(1).optional(),
  /** The limits that hold; none = the search ends by itself. */
  limits: z.array(z.enum(limitKinds)).optional(),
  budget: z
    .object({
      evaluations: z.int().positive().optional(),
      seconds: z.number().positive().optional(),
      llmMoney: z.number().positive().optional(),
    })
    .default({}),
  device: z.enum(devices).default("auto"),
  seed: z.int().min(0).default(1),
});
/** What is answered so far. */
export type Answers = z.infer<typeof Answers>;

/** Nothing answered yet. */
export const noAnswers: Answers = Answers.parse({});
