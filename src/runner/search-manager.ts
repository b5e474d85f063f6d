import { randomInt } from "node:crypto";
import { UserError } from "../base/errors.ts";
import { assertText } from "../calibration/load-text.ts";
import { type DeviceProbe, resolveDevice } from "../evaluation/choose-device.ts";
import type { Device } from "../evaluation/engine.ts";
import { importanceNamed } from "../evaluation/importance/index.ts";
import { openProposer } from "../llm/open-proposer.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import type { SearchDetail, SearchSummary } from "../protocol/runner.ts";
import { RUNNER_ENDED } from "../protocol/text/runner-ended.ts";
import type { StoredSearch } from "../runs/stored-search.ts";
import { methodNamed } from "../search/methods/index.ts";
import type { SearchSpec } from "../search/spec.ts";
import { finalReport } from "./final-report.ts";
import { Lane } from "./lane.ts";
import { journalOf, searchMissing } from "./llm-journal.ts";
import type { RunnerContext } from "./runner-context.ts";
import { Halt, SearchJob } from "./search-job.ts";
import { initialProgress } from "./search-progress.ts";
import { summaryOf } from "./summary.ts";

/** All searches: those of the database, and the jobs of those that are queued or run. */
export class SearchManager {
  readonly #context: RunnerContext;
  readonly #probe: DeviceProbe;
  readonly #jobs = new Map<string, SearchJob>();
  readonly #lanes = new Map<Device, Lane>();
  #isClosing = false;

  constructor(context: RunnerContext, probe: DeviceProbe) {
    this.#context = context;
    this.#probe = probe;
    context.database.searches.markInterrupted(RUNNER_ENDED);
  }

  /**
   * Queues a new search.
   *
   * @param key of the LLM endpoint; held in memory until the search ends
   * @throws UserError for whatever of the specification can be found wrong without running it
   */
  async start(spec: SearchSpec, key: string | undefined): Promise<{ id: string }> {
    const model = await openModelFolder(spec.model);
    methodNamed(spec.method);
    importanceNamed(spec.importance);
    await mustHaveTexts(spec);
    const id = newSearchId();
    this.#mustHaveLlm(spec, key);
    const device = await this.#resolve(spec.device, spec);
    this.#mustBeOpen();
    if (key !== undefined) this.#context.secrets.keep(id, key);
    const search: StoredSearch = {
      id,
      createdAt: new Date().toISOString(),
      spec,
      modelName: model.name,
      modelFingerprint: model.fingerprint,
      shape: model.shape,
      hasKey: key !== undefined,
      state: "queued",
      status: "",
      elapsed: 0,
      progress: initialProgress(spec),
      setting: undefined,
    };
    this.#context.database.searches.insert(search);
    this.#queue(search, device);
    return { id };
  }

  list(): SearchSummary[] {
    return this.#context.database.searches
      .list()
      .map((search) => this.#jobs.get(search.id)?.summary ?? summaryOf(search));
  }

  /** The summary of a search; undefined when there is no such search. */
  summary(id: string): SearchSummary | undefined {
    const job = this.#jobs.get(id);
    if (job) return job.summary;
    const search = this.#context.database.searches.find(id);
    return search && summaryOf(search);
  }

  detail(id: string): SearchDetail {
    const search = this.#find(id);
    const { events, searches } = this.#context.database;
    const summary = this.#jobs.get(id)?.summary ?? summaryOf(search);
    const { best } = search.progress;
    const calibrationWindows = search.setting?.calibrationWindows;
    return {
      summary,
      spec: search.spec,
      shape: search.shape,
      bestRates: best && events.candidate(id, best.candidate)?.rates,
      report: finalReport(searches.measurements(id)),
      card: search.setting?.card,
      ...(calibrationWindows !== undefined && { calibrationWindows }),
      notes: search.setting?.notes ?? [],
      sequence: events.last(id),
    };
  }

  pause(id: string): SearchSummary {
    const job = this.#running(id);
    const lane = this.#lane(job.device);
    if (lane.leave(job)) job.leave(new Halt("paused"));
    else if (!job.isPaused) {
      job.pause();
      if (lane.isCrowded) job.yieldPlace();
    }
    return job.summary;
  }

  /** Goes on with a search that is paused, stopped, failed or interrupted. */
  async resume(id: string, key: string | undefined): Promise<SearchSummary> {
    const { secrets } = this.#context;
    const ending = this.#jobs.get(id);
    if (ending?.isHalted) await ending.done;
    const search = this.#find(id);
    const job = this.#jobs.get(id);
    if (job?.isPaused) job.goOn();
    if (job) return job.summary;
    if (search.state === "finished") throw new UserError("search-finished", `Search ${id} has finished.`);
    // Only now: a life that ended just before has forgotten the search's key.
    if (key !== undefined) secrets.keep(id, key);
    if (search.hasKey && secrets.of(id) === undefined) return this.#waitForKey(search);
    const device = await this.#resolve((search.setting?.device as Device) ?? search.spec.device, search.spec);
    this.#mustBeOpen();
    // Found again: while the device was resolved, another client may have deleted the search.
    return this.#queue(this.#find(id), device);
  }

  /** Ends a search with its best so far. */
  stop(id: string): SearchSummary {
    const job = this.#jobs.get(id);
    if (job) {
      this.#halt(job, new Halt("stopped"));
      return job.summary;
    }
    const { state } = this.#find(id);
    if (state === "paused" || state === "interrupted") this.#setState(id, "stopped");
    return summaryOf(this.#find(id));
  }

  /** Removes a search, after its end, with all that belongs to it. */
  async remove(id: string): Promise<void> {
    this.#find(id);
    const job = this.#jobs.get(id);
    if (job) {
      this.#halt(job, new Halt("stopped"));
      await job.done;
    }
    this.#context.database.searches.remove(id);
    this.#context.onChange(id);
  }

  /** Searches that are queued or run, those that are paused left out. */
  get busy(): number {
    return [...this.#jobs.values()].filter((job) => !job.isPaused).length;
  }

  /** Halts everything so that it can be resumed, and waits until all of it is in the database. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) {
      this.#halt(job, job.isPaused ? new Halt("paused") : new Halt("interrupted", RUNNER_ENDED));
    }
    await Promise.all(jobs.map((job) => job.done));
  }

  /** A search that began now would be cut off in the middle of its beginning. */
  #mustBeOpen(): void {
    if (!this.#isClosing) return;
    throw new UserError(
      "runner-closing",
      "The runner is about to end.",
      "Try again in a moment: another one is started.",
    );
  }

  #queue(search: StoredSearch, device: Device): SearchSummary {
    // While the device was resolved, another client may have resumed the search.
    const known = this.#jobs.get(search.id);
    if (known) return known.summary;
    const job = new SearchJob(this.#context, search, device);
    this.#jobs.set(search.id, job);
    void job.done.then(() => this.#forget(job));
    this.#lane(device).enter(job);
    return job.summary;
  }

  #forget(job: SearchJob): void {
    this.#jobs.delete(job.id);
    const state = this.#context.database.searches.find(job.id)?.state;
    if (state !== "paused") this.#context.secrets.forget(job.id);
    this.#context.onChange(job.id);
  }

  #halt(job: SearchJob, halt: Halt): void {
    if (this.#lane(job.device).leave(job)) job.leave(halt);
    else job.halt(halt);
  }

  #waitForKey(search: StoredSearch): SearchSummary {
    this.#setState(search.id, "paused", "Waits for the API key of its LLM: resume it with one");
    return summaryOf(this.#find(search.id));
  }

  #setState(id: string, state: SearchSummary["state"], status = ""): void {
    this.#context.database.searches.setState(id, state, status);
    this.#context.onChange(id);
  }

  #mustHaveLlm({ llm }: SearchSpec, key: string | undefined): void {
    const { database, secrets } = this.#context;
    const nothing = { find: () => undefined, append: () => {} };
    openProposer(llm, {
      model: { name: "" },
      journal: nothing,
      journalOf: (search) => journalOf(database, secrets, search),
      editorChat: this.#context.editorChat,
      ...(key !== undefined && { key }),
    });
  }

  async #resolve(requested: SearchSpec["device"], { dtype }: SearchSpec): Promise<Device> {
    const { device, passedOver } = await resolveDevice(requested, dtype, this.#probe, new AbortController().signal);
    for (const { text } of passedOver) this.#context.log.write(`device passed over: ${text}`);
    return device;
  }

  #running(id: string): SearchJob {
    const job = this.#jobs.get(id);
    if (job) return job;
    const { state } = this.#find(id);
    throw new UserError("search-not-running", `Search ${id} does not run: it is ${state}.`);
  }

  #find(id: string): StoredSearch {
    const search = this.#context.database.searches.find(id);
    if (!search) throw searchMissing(id);
    return search;
  }

  #lane(device: Device): Lane {
    const lane = this.#lanes.get(device) ?? new Lane();
    this.#lanes.set(device, lane);
    return lane;
  }
}

/** A search can wait for hours before it reads its texts. */
async function mustHaveTexts({ texts }: SearchSpec): Promise<void> {
  for (const text of [texts.search, texts.validation, texts.test]) if (text) await assertText(text);
}

/** Date, time and four letters: sorts by age and can be typed. */
function newSearchId(): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const letters = Array.from({ length: 4 }, () => "abcdefghjkmnpqrstuvwxyz"[randomInt(23)]);
  return `${stamp}-${letters.join("")}`;
}
