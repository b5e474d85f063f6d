import { resolve } from "node:path";
import * as z from "zod";
import { UserError } from "../../base/errors.ts";
import type { SearchDraft } from "../../protocol/runner.ts";
import { isBaseUrl } from "../keys/endpoint.ts";
import { Answers, devices, noAnswers, type TextAnswer } from "./answers.ts";
import type { Topic } from "./steps/step-types.ts";

const Name = z.string().min(1);
const File = z.union([Name.transform((path) => ({ path })), z.strictObject({ path: Name, field: Name.optional() })]);

const Llm = z.discriminatedUnion("provider", [
  z.strictObject({ provider: z.literal("none") }),
  z.strictObject({
    provider: z.literal("openai"),
    model: Name,
    baseUrl: z.string().refine(isBaseUrl, "It must be an http or https address without credentials.").optional(),
  }),
  z.strictObject({ provider: z.literal("editor"), vendor: Name, model: Name }),
  z.strictObject({ provider: z.literal("replay"), search: Name }),
]);

/** Answers as keybindings, tasks and programs give them (docs/start-search.md). */
const Given = z.strictObject({
  model: Name.optional(),
  text: File.optional(),
  validation: File.optional(),
  test: File.optional(),
  target: Answers.shape.target,
  method: Name.optional(),
  preset: Name.optional(),
  llm: Llm.optional(),
  budget: z.strictObject(Answers.shape.budget.unwrap().shape).optional(),
  device: z.enum(devices).optional(),
  seed: z.int().min(0).optional(),
  // Passed on as they are: the runner checks them.
  objective: z.unknown().optional(),
  importance: z.unknown().optional(),
  scoring: z.unknown().optional(),
  evolution: z.unknown().optional(),
  owl: z.unknown().optional(),
  windows: z.unknown().optional(),
  protocol: z.unknown().optional(),
  dtype: z.unknown().optional(),
});
type Given = z.infer<typeof Given>;

/** Parts of a specification that no question asks for; the runner checks them. */
export interface MoreOfSpec {
  readonly validation?: TextAnswer | undefined;
  readonly rest?: Partial<SearchDraft["spec"]>;
}

/** Answers that were given without a question. */
export interface GivenAnswers {
  readonly answers: Partial<Answers>;
  /** What is not asked for any more. */
  readonly topics: ReadonlySet<string>;
  /** What no question asks for. */
  readonly more: MoreOfSpec;
  /** Whether the search can start without a question. */
  readonly isWhole: boolean;
}

export const nothingGiven: GivenAnswers = { answers: {}, topics: new Set(), more: {}, isWhole: false };

/**
 * Reads answers that a program gives.
 *
 * @param folder that relative paths start at
 * @throws UserError `answers-invalid` naming what is not as it should be
 */
export function readGiven(given: unknown, folder: string): GivenAnswers {
  const result = Given.safeParse(given);
  if (!result.success) {
    const message = `The answers for a search are not as they should be: ${z.prettifyError(result.error)}`;
    throw new UserError("answers-invalid", message, "docs/start-search.md describes them.");
  }
  const { model, text, validation, test, target, method, preset, llm, budget, device, seed, ...rest } = result.data;
  const file = (source: z.infer<typeof File>) => ({ ...source, path: resolve(folder, source.path) });
  const answers = defined({
    model: model === undefined ? undefined : resolve(folder, model),
    text: text && file(text),
    ...(test && { hasTest: true, test: file(test) }),
    target,
    method,
    preset,
    ...(llm && llmAnswers(llm)),
    ...(budget && budgetAnswers(budget)),
    device,
    seed,
  });
  return {
    answers,
    topics: new Set<Topic>(topics.filter((topic) => result.data[topic] !== undefined)),
    more: {
      validation: validation && file(validation),
      rest: defined(rest) as Partial<SearchDraft["spec"]>,
    },
    isWhole: model !== undefined && text !== undefined && target !== undefined,
  };
}

const topics = ["model", "text", "test", "target", "method", "preset", "llm", "budget", "device", "seed"] as const;

function llmAnswers(llm: NonNullable<Given["llm"]>): Partial<Answers> {
  switch (llm.provider) {
    case "none":
      return { llm: "none" };
    case "openai":
      return llm.baseUrl === undefined
        ? { llm: "openai", openai: { model: llm.model } }
        : { llm: "compatible", compatible: { model: llm.model, baseUrl: llm.baseUrl } };
    case "editor":
      return { llm: "editor", editor: { vendor: llm.vendor, model: llm.model, name: llm.model } };
    case "replay":
      return { llm: "replay", replay: llm.search };
  }
}

function budgetAnswers(budget: NonNullable<Given["budget"]>): Partial<Answers> {
  const limits = (["evaluations", "seconds", "llmMoney"] as const).filter((kind) => budget[kind] !== undefined);
  return { limits, budget: { ...noAnswers.budget, ...budget } };
}

/** What was given: an absent answer must not take the place of a remembered one. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
