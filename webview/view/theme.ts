/** Gives the colours of the theme as canvas takes them. Canvas knows no custom properties, and theme colours are mixed. */
export class Theme {
  readonly #probe = document.createElement("span");
  readonly #known = new Map<string, string>();
  #font: string | undefined;
  /** Rises with every change. */
  version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #observer = new MutationObserver(() => this.#changed());

  constructor() {
    this.#probe.hidden = true;
    document.body.append(this.#probe);
    // VS Code writes its variables to the root element and the kind of the theme to the body's class.
    this.#observer.observe(document.documentElement, { attributeFilter: ["style"] });
    this.#observer.observe(document.body, { attributeFilter: ["class", "data-vscode-theme-id"] });
  }

  /** The colour that a custom property comes to here and now, as `rgb(…)` or another form that canvas takes. */
  colour(property: `--${string}`): string {
    const known = this.#known.get(property);
    if (known !== undefined) return known;
    this.#probe.style.color = `var(${property})`;
    const { color } = getComputedStyle(this.#probe);
    this.#known.set(property, color);
    return color;
  }

  /** Family of the panel's text. */
  get font(): string {
    this.#font ??= getComputedStyle(document.body).fontFamily;
    return this.#font;
  }

  /** @returns what ends the listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#known.clear();
    this.#font = undefined;
    this.version++;
    for (const listener of this.#listeners) listener();
  }
}

let theme: Theme | undefined;

/** The theme of the page. */
export function pageTheme(): Theme {
  theme ??= new Theme();
  return theme;
}
