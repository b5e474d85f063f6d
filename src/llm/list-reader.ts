/** No model has as many layers; a list that goes on is wrong in any case and must not fill the memory. */
const MAX_VALUES = 4096;
/** Longer than any way to write a number. */
const MAX_TOKEN = 64;
const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)$/i;

/**
 * Reads what stands between the brackets of one flat list, character by character. What is not a finite number (`null`,
 * `NaN`, strings, words, nothing between two commas) becomes NaN, so that whoever checks the vector can count it.
 */
export class ListReader {
  readonly #values: number[] = [];
  #token = "";
  #quoted = false;
  #escaped = false;
  /** A value was read since the last comma. */
  #filled = false;
  #commas = 0;

  /** True inside a string, where brackets mean nothing. */
  get quoted(): boolean {
    return this.#quoted;
  }

  read(character: string): void {
    if (this.#quoted) this.#readQuoted(character);
    else if (character === ",") this.#endEntry();
    else if (isSpace(character) || character === ";") this.#endToken();
    else this.#readToken(character);
  }

  /** The values, or undefined for brackets that are no list: `[]`, `[some words](address)`. */
  finish(): number[] | undefined {
    this.#endToken();
    const isList = this.#commas > 0 || this.#values.some(Number.isFinite);
    return isList ? this.#values : undefined;
  }

  #readQuoted(character: string): void {
    // A string cannot go over the end of a line in JSON: a lone quote does no more harm than that.
    if (character === "\n" || (character === '"' && !this.#escaped)) this.#quoted = false;
    this.#escaped = character === "\\" && !this.#escaped;
  }

  #readToken(character: string): void {
    if (character === '"') this.#quoted = true;
    if (this.#token.length <= MAX_TOKEN) this.#token += character;
  }

  #endEntry(): void {
    this.#endToken();
    this.#commas++;
    if (!this.#filled) this.#add(Number.NaN);
    this.#filled = false;
  }

  #endToken(): void {
    if (this.#token === "") return;
    const last = this.#values.length - 1;
    if (this.#token === "%" && this.#filled) this.#values[last] = (this.#values[last] ?? Number.NaN) / 100;
    else this.#add(numberOf(this.#token));
    this.#token = "";
  }

  #add(value: number): void {
    this.#filled = true;
    if (this.#values.length < MAX_VALUES) this.#values.push(value);
  }
}

function numberOf(token: string): number {
  const [, digits, percent] = (token.length <= MAX_TOKEN && NUMBER.exec(token)) || [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  if (!Number.isFinite(value)) return Number.NaN;
  return percent ? value / 100 : value;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}
