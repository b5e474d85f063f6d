import { messageOf, UserError } from "../base/errors.ts";
import type { Device } from "../evaluation/engine.ts";
import { openProposer } from "../llm/open-proposer.ts";
import type { SearchState, SearchSummary } from "../protocol/runner.ts";
import { planForRates } from "../pruning/plan.ts";
import { uniformRates } from "../pruning/rates.ts";
import { worded } from "../runs/database-errors.ts";
import type { SearchProgress, StoredSearch } from "../runs/stored-search.ts";
import type { SearchEvent } from "../search/events.ts";
import { fitnessOf } from "../search/fitness.ts";
import { methodNamed } from "../search/methods/index.ts";
import type { Proposer } from "../search/ports.ts";
import { EventRecorder } from "./event-recorder.ts";
import { measureReport } from "./final-report.ts";
import { Gate } from "./gate.ts";
import type { LaneJob } from "./lane.ts";
import { journalOf } from "./llm-journal.ts";
import { type PreparedSearch, prepareSearch } from "./prepare-search.ts";
import { resumableProposer } from "./resumable-proposer.ts";
import type { RunnerContext } from "./runner-context.ts";
import { SearchClock } from "./search-clock.ts";
import { StoredScorer, searchEvaluator } from "./stored-scorer.ts";
import { summaryOf } from "./summary.ts";

/** Why a search is ended from outside: the state it is left in, and what is said of it. */
export class Halt {
  readonly state: SearchState;
  readonly status: string;

  constructor(state: SearchState, status = "") {
    this.state = state;
    this.status = status;
  }
}

/**
 * One life of a search: from the queue to its end, or until it is halted. Another life begins with a new job, which
 * repeats the method on what is stored and goes on from there.
 */
export class SearchJob implements LaneJob {
  readonly id: string;
  readonly device: Device;
  readonly #context: RunnerContext;
  readonly #search: StoredSearch;
  readonly #gate = new Gate();
  readonly #clock: SearchClock;
  readonly #abort = new AbortController();
  #halted: Halt | undefined;
  readonly #done = Promise.withResolvers<void>();
  #stage: "preparing" | "running" = "preparing";
  #state: SearchState = "queued";
  #status = "";
  #progress: SearchProgress;

  constructor(context: RunnerContext, search: StoredSearch, device: Device) {
    this.id = search.id;
    this.device = device;
    this.#context = context;
    this.#search = search;
    this.#clock = new SearchClock(search.elapsed);
    this.#progress = search.progress;
    this.#enter("queued", "Waiting for the device");
  }

  get isPaused(): boolean {
    return !this.#gate.isOpen;
  }

  /** Told to end, and about to. */
  get isHalted(): boolean {
    return this.#halted !== undefined;
  }

  get summary(): SearchSummary {
    const now = { state: this.#state, status: this.#status, progress: this.#progress, elapsed: this.#clock.total() };
    return summaryOf({ ...this.#search, ...now });
  }

  /** Resolves when this life has ended and all of it is in the database. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Lets the evaluation under way end and starts no other. The model stays loaded as long as nobody waits for the device. */
  pause(): void {
    if (this.isHalted) return;
    this.#gate.close();
    this.#clock.stop();
    this.#enter("paused", "");
  }

  /** Goes on after a pause. */
  goOn(): void {
    this.#gate.open();
    this.#begin(this.#stage);
  }

  /** Ends this life; the evaluation under way is abandoned within one half block. */
  halt(reason: Halt): void {
    if (this.#halted?.state === "stopped") return;
    this.#halted = reason;
    if (reason.state === "stopped") this.#enter("stopping", "");
    this.#abort.abort(new Error(`search ${this.id} was halted`));
  }

  /** Leaves the queue without ever having run. */
  leave(reason: Halt): void {
    this.#enter(reason.state, reason.status);
    this.#done.resolve();
  }

  yieldPlace(): void {
    if (this.isPaused && !this.isHalted) this.halt(new Halt("paused"));
  }

  async run(): Promise<void> {
    try {
      await this.#live();
      this.#enter("finished", "");
    } catch (error) {
      this.#write(() => this.#enterEnd(error));
    } finally {
      this.#clock.stop();
      this.#write(() => this.#context.database.searches.setProgress(this.id, this.#progress, this.#clock.total()));
      this.#done.resolve();
    }
  }

  /** Writes the end down. On a full disk that fails, which must not end the runner with all its other searches. */
  #write(end: () => void): void {
    try {
      end();
    } catch (error) {
      this.#context.log.write(`the end of search ${this.id} could not be written: ${messageOf(error)}`);
    }
  }

  async #live(): Promise<void> {
    const signal = this.#abort.signal;
    this.#begin("preparing");
    const prepared = await prepareSearch(this.#search, this.device, (status) => this.#tell(status), signal);
    try {
      this.#context.database.searches.setSetting(this.id, prepared.setting);
      for (const note of prepared.setting.notes ?? []) this.#context.log.write(`search ${this.id}: ${note}`);
      const scorer = this.#storedScorer(prepared);
      await this.#measureBaselines(prepared, scorer);
      this.#begin("running");
      await this.#runMethod(prepared, scorer);
      await this.#report(prepared, scorer);
    } finally {
      await prepared.scorer.close();
    }
  }

  #storedScorer({ scorer }: PreparedSearch): StoredScorer {
    const { database, onTokens } = this.#context;
    return new StoredScorer({ search: this.id, scorer, store: database.evaluations, gate: this.#gate, onTokens });
  }

  async #measureBaselines(prepared: PreparedSearch, scorer: StoredScorer): Promise<void> {
    this.#tell("Measuring the dense and the uniformly pruned model");
    const { objective } = this.#search.spec;
    const range = { from: 0, to: prepared.splits.search.windows.count };
    const fitness = async (plan: ReturnType<typeof planForRates> | undefined): Promise<number> => {
      const { losses, targetsPerWindow } = await scorer.score(
        { text: "search", plan, range, objective },
        this.#abort.signal,
      );
      return fitnessOf(losses, targetsPerWindow, objective);
    };
    // The dense model's divergence from itself.
    const denseFitness = objective === "kl" ? 0 : await fitness(undefined);
    this.#progress = { ...this.#progress, denseFitness, uniformFitness: await fitness(this.#uniformPlan()) };
  }

  async #runMethod(prepared: PreparedSearch, scorer: StoredScorer): Promise<void> {
    const { spec, shape } = this.#search;
    const signal = this.#abort.signal;
    const recorder = new EventRecorder(this.#context.database, this.id, this.#progress, this.#clock);
    const llm = this.#proposer();
    const evaluator = searchEvaluator(scorer, prepared.splits.search.windows.count, spec.objective);
    const context = { shape, spec, evaluator, clock: this.#clock, signal, ...(llm && { llm }) };
    for await (const event of methodNamed(spec.method).run(context)) {
      this.#record(recorder, event);
      await this.#gate.pass(signal);
    }
  }

  #record(recorder: EventRecorder, event: SearchEvent): void {
    if (!recorder.record(event)) return;
    this.#progress = recorder.progress;
    this.#context.onEvent(this.id);
  }

  #proposer(): Proposer | undefined {
    const { database, secrets } = this.#context;
    const key = secrets.of(this.id);
    const proposer = openProposer(this.#search.spec.llm, {
      model: { name: this.#search.modelName },
      journal: journalOf(database, secrets, this.id),
      journalOf: (search) => journalOf(database, secrets, search),
      editorChat: this.#context.editorChat,
      ...(key !== undefined && { key }),
    });
    return proposer && resumableProposer(proposer, database.llmCalls, this.id);
  }

  async #report(prepared: PreparedSearch, scorer: StoredScorer): Promise<void> {
    const { database } = this.#context;
    const best = this.#progress.best && database.events.candidate(this.id, this.#progress.best.candidate);
    if (!best) return;
    const plans = { dense: undefined, uniform: this.#uniformPlan(), best: best.plan };
    const { splits, circumstances } = prepared;
    for await (const step of measureReport(scorer, splits, plans, circumstances, this.#abort.signal)) {
      if ("status" in step) this.#tell(step.status);
      else database.searches.putMeasurement(this.id, step);
    }
  }

  #uniformPlan() {
    const { shape, spec } = this.#search;
    return planForRates(shape, uniformRates(shape.layers.length, spec.target), spec.target);
  }

  #enterEnd(thrown: unknown): void {
    if (this.#halted) {
      this.#enter(this.#halted.state, this.#halted.status);
      return;
    }
    const { secrets, log } = this.#context;
    const error = worded(thrown);
    const hint = error instanceof UserError && error.hint ? ` ${error.hint}` : "";
    this.#enter("failed", secrets.redact(messageOf(error) + hint));
    log.write(`search ${this.id} failed: ${error instanceof Error && !hint ? error.stack : messageOf(error)}`);
  }

  /** Enters a stage; a search that was paused in the one before stays paused. */
  #begin(stage: "preparing" | "running"): void {
    this.#stage = stage;
    if (this.isPaused || this.isHalted) return;
    if (stage === "running") this.#clock.start();
    this.#enter(stage, "");
  }

  #tell(status: string): void {
    this.#enter(this.#state, status);
  }

  #enter(state: SearchState, status: string): void {
    this.#state = state;
    this.#status = status;
    this.#context.database.searches.setState(this.id, state, status);
    this.#context.onChange(this.id);
  }
}
