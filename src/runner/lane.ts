/** Work that a lane does when its turn comes. */
export interface LaneJob {
  /** Does the work; must not throw. */
  run(): Promise<void>;
  /** Gives its place away when it is only waiting for somebody; called when others wait. */
  yieldPlace(): void;
}

/** One device: what is to run on it runs one after another, in the order of arrival. */
export class Lane {
  readonly #waiting: LaneJob[] = [];
  #running: LaneJob | undefined;

  /** Puts a job at the end of the queue. */
  enter(job: LaneJob): void {
    this.#waiting.push(job);
    if (this.#running) this.#running.yieldPlace();
    else void this.#work();
  }

  /** Takes a job out of the queue; false when its turn has come already. */
  leave(job: LaneJob): boolean {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    return place >= 0;
  }

  /** Whether a job waits for the one that runs. */
  get isCrowded(): boolean {
    return this.#waiting.length > 0;
  }

  async #work(): Promise<void> {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      this.#running = job;
      await job.run();
    }
    this.#running = undefined;
  }
}
