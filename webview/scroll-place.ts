/** Milliseconds after the last movement at which the place is kept: the page is thrown away without a word. */
const SETTLED = 150;
/** Milliseconds in which a page that has content grows to what it was; later it is not moved any more. */
const PATIENCE = 3000;
/** What a person does who wants to be elsewhere. */
const MOVES = ["wheel", "keydown", "pointerdown", "touchstart"] as const;

/**
 * Keeps how far the page is scrolled down, and brings a page that is made anew back there: as soon as it is long enough, and
 * not once a person has moved.
 */
export class ScrollPlace {
  readonly #keep: (scroll: number) => void;
  readonly #growth = new ResizeObserver(() => this.#goBack());
  readonly #content: HTMLElement;
  readonly #wanted: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param content of which there is nothing to be seen before it has come
   * @param wanted pixels from the top
   */
  constructor(content: HTMLElement, wanted: number, keep: (scroll: number) => void) {
    this.#content = content;
    this.#keep = keep;
    this.#wanted = wanted;
    window.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    if (wanted === 0) return;
    this.#growth.observe(content);
    for (const move of MOVES) window.addEventListener(move, this.#giveUp, { passive: true });
  }

  #scrolled(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(Math.round(window.scrollY)), SETTLED);
  }

  #goBack(): void {
    const most = document.documentElement.scrollHeight - window.innerHeight;
    if (this.#content.offsetHeight > 0) this.#patience ??= setTimeout(this.#giveUp, PATIENCE);
    if (most < this.#wanted) return;
    window.scrollTo({ top: this.#wanted, behavior: "instant" });
    this.#giveUp();
  }

  readonly #giveUp = (): void => {
    clearTimeout(this.#patience);
    this.#growth.disconnect();
    for (const move of MOVES) window.removeEventListener(move, this.#giveUp);
  };
}
