import type { View } from "../store/view.ts";
import type { Section } from "./section.ts";

/** Milliseconds of a frame after which sections are left to the next one. */
const BUDGET = 2;
/** Milliseconds of idle time that another section is begun in. */
const ENOUGH = 4;

/**
 * Brings sections up to date: those on the screen in the coming frames, as many in each as its budget allows, the others
 * in the browser's idle time. So no frame is late, however much there is to draw. A section that fails is reported and
 * the others go on.
 */
export class Painter {
  readonly #report: (error: unknown) => void;
  readonly #always: readonly Section[];
  readonly #cards: readonly Section[];
  readonly #away = new Set<Element>();
  readonly #stale = new Set<Section>();
  readonly #sight = new IntersectionObserver((entries) => this.#looked(entries));
  #view: View | undefined;
  #isGoingOn = false;

  /**
   * @param always sections that are brought up to date first in every frame, wherever they are
   * @param report takes what a section throws
   */
  constructor(always: readonly Section[], cards: readonly Section[], report: (error: unknown) => void) {
    this.#always = always;
    this.#cards = cards;
    this.#report = report;
    for (const { element } of cards) this.#sight.observe(element);
  }

  /** To be called in a frame. */
  update(view: View): void {
    const begun = performance.now();
    this.#view = view;
    for (const section of this.#always) this.#refresh(section, view);
    for (const section of this.#cards) this.#stale.add(section);
    this.#paint(begun);
  }

  /** Those on the screen, in their order, until the frame is full. */
  #paint(begun: number): void {
    for (const section of this.#stale) {
      if (!this.#view || performance.now() - begun > BUDGET) break;
      if (!this.#away.has(section.element)) this.#refresh(section, this.#view);
    }
    this.#goOn();
  }

  #goOn(): void {
    if (this.#isGoingOn || this.#stale.size === 0) return;
    this.#isGoingOn = true;
    const isSeen = [...this.#stale].some(({ element }) => !this.#away.has(element));
    if (isSeen) requestAnimationFrame(() => this.#next(() => this.#paint(performance.now())));
    else requestIdleCallback((deadline) => this.#next(() => this.#useIdleTime(deadline)));
  }

  #next(work: () => void): void {
    this.#isGoingOn = false;
    work();
  }

  #useIdleTime(deadline: IdleDeadline): void {
    for (const section of this.#stale) {
      if (!this.#view || deadline.timeRemaining() < ENOUGH) break;
      this.#refresh(section, this.#view);
    }
    this.#goOn();
  }

  #looked(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#away.delete(target);
      else this.#away.add(target);
    }
    if (this.#view) this.#paint(performance.now());
  }

  #refresh(section: Section, view: View): void {
    this.#stale.delete(section);
    try {
      section.update(view);
    } catch (error) {
      this.#report(error);
    }
  }
}
