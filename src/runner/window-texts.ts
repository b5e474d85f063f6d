import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { entryPath } from "../base/entry.ts";
import { UserError } from "../base/errors.ts";
import { loadText } from "../calibration/load-text.ts";
import { type WindowedText, type WindowProtocol, windowText } from "../calibration/windows.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import { openTokenizer } from "../model/tokenizer.ts";
import type { TextSource } from "../search/spec.ts";

/** Bytes of text up to which the work takes less time than anybody notices. */
const LITTLE = 2 ** 20;

/** Texts by what they are for, and how they are cut. */
export interface TextJob {
  /** Path of the model folder whose tokenizer is used. */
  readonly model: string;
  readonly texts: Readonly<Record<string, TextSource | undefined>>;
  readonly protocol: WindowProtocol;
}

/** The same texts as windows, by the same names. */
type Windowed<Job extends TextJob> = { readonly [Name in keyof Job["texts"]]: WindowedText | undefined };

/** What a thread answers; an error would lose its class on the way. */
type ThreadAnswer =
  | { readonly windowed: Awaited<ReturnType<typeof cutTexts>> }
  | { readonly problem: { readonly code: string; readonly message: string; readonly hint: string | undefined } };

/**
 * Reads texts and cuts them into windows. Tokenising some ten megabytes takes as many seconds: a thread of its own does
 * that, so that the runner answers meanwhile.
 *
 * @throws UserError as the texts and the tokenizer do; the reason of `signal`
 */
export async function windowTexts<Job extends TextJob>(job: Job, signal: AbortSignal): Promise<Windowed<Job>> {
  const cut = (await bytesOf(job)) > LITTLE ? inThread(job, signal) : cutTexts(job);
  return (await cut) as Windowed<Job>;
}

/** The work itself, in whatever thread. */
export async function cutTexts({ model, texts, protocol }: TextJob): Promise<Record<string, WindowedText>> {
  const tokenizer = await openTokenizer(await openModelFolder(model));
  const windowed: Record<string, WindowedText> = {};
  for (const [name, source] of Object.entries(texts)) {
    if (source) windowed[name] = windowText(await loadText(source), tokenizer, protocol);
  }
  return windowed;
}

/** A file that cannot be looked at is no bytes: reading it says what is wrong. */
async function bytesOf({ texts }: TextJob): Promise<number> {
  const paths = Object.values(texts).flatMap((source) => source?.path ?? []);
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function inThread(job: TextJob, signal: AbortSignal): Promise<Record<string, WindowedText>> {
  signal.throwIfAborted();
  const thread = new Worker(entryPath("runner"), { workerData: job });
  const ended = Promise.withResolvers<ThreadAnswer>();
  const abort = (): void => ended.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  thread.once("message", ended.resolve).once("error", ended.reject);
  thread.once("exit", (code) => ended.reject(new Error(`The thread that reads texts ended with exit code ${code}.`)));
  try {
    const answer = await ended.promise;
    if ("windowed" in answer) return answer.windowed;
    const { code, message, hint } = answer.problem;
    throw new UserError(code, message, hint);
  } finally {
    signal.removeEventListener("abort", abort);
    await thread.terminate();
  }
}

/** What the thread does: answers its one job. */
export async function answerJob(job: TextJob): Promise<ThreadAnswer> {
  try {
    return { windowed: await cutTexts(job) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint } = error;
    return { problem: { code, message, hint } };
  }
}
