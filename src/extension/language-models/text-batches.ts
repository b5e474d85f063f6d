/** The longest batch, in UTF-16 units; a runner takes ten times as much. */
const MOST = 100_000;

/** Sends text that comes in small pieces as few larger ones, in order. */
export class TextBatches {
  readonly #send: (text: string) => Promise<void>;
  readonly #pause: number;
  #text = "";
  #timer: NodeJS.Timeout | undefined;
  #sent: Promise<void> = Promise.resolve();

  /** @param pause milliseconds for which text is collected */
  constructor(send: (text: string) => Promise<void>, pause: number) {
    this.#send = send;
    this.#pause = pause;
  }

  add(text: string): void {
    this.#text += text;
    this.#timer ??= setTimeout(() => this.#flush(), this.#pause);
  }

  /** Sends what is left; resolves when everything has been sent. */
  async end(): Promise<void> {
    this.#flush();
    await this.#sent;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let start = 0; start < this.#text.length; start += MOST) {
      const batch = this.#text.slice(start, start + MOST);
      this.#sent = this.#sent.then(() => this.#send(batch));
    }
    this.#text = "";
  }
}
