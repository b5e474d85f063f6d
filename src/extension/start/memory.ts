import * as z from "zod";
import { distinctFiles } from "../../base/file-key.ts";
import type { Memento } from "../memento.ts";
import { Answers, noAnswers } from "./answers.ts";

/** Raised when what is kept changes its meaning; what another version kept is forgotten. */
const VERSION = 1;
const ANSWERS = "selfPruner.lastAnswers";
const RECENT = "selfPruner.recent";
/** Paths of each kind that are kept. */
const MOST = 10;

const KeptAnswers = z.object({ version: z.literal(VERSION), answers: Answers });
const Recent = z.object({ version: z.literal(VERSION), models: z.array(z.string()), texts: z.array(z.string()) });
type Recent = z.infer<typeof Recent>;

/** What was answered and used before. Anything that is not as this version writes it counts as nothing. */
export class Memory {
  readonly #state: Memento;

  constructor(state: Memento) {
    this.#state = state;
  }

  get answers(): Answers {
    return KeptAnswers.safeParse(this.#state.get(ANSWERS)).data?.answers ?? noAnswers;
  }

  /** Newest first. */
  get models(): readonly string[] {
    return this.#recent.models;
  }

  /** Newest first. */
  get texts(): readonly string[] {
    return this.#recent.texts;
  }

  async keep(answers: Answers): Promise<void> {
    // Only what is known to be an answer is kept.
    await this.#state.update(ANSWERS, KeptAnswers.parse({ version: VERSION, answers }));
  }

  /** Puts what a search was started with to the front. */
  async used(answers: Pick<Answers, "model" | "text" | "hasTest" | "test">): Promise<void> {
    const { models, texts } = this.#recent;
    const test = answers.hasTest ? answers.test?.path : undefined;
    const recent: Recent = {
      version: VERSION,
      models: inFront(models, [answers.model]),
      texts: inFront(texts, [answers.text?.path, test]),
    };
    await this.#state.update(RECENT, recent);
  }

  get #recent(): Recent {
    return Recent.safeParse(this.#state.get(RECENT)).data ?? { version: VERSION, models: [], texts: [] };
  }
}

function inFront(paths: readonly string[], used: readonly (string | undefined)[]): string[] {
  const present = used.filter((path) => path !== undefined);
  return distinctFiles([...present, ...paths]).slice(0, MOST);
}
