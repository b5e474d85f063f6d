/** What an element may be made of: text is always text, never markup. */
export type Child = Node | string | number | undefined | false;

/**
 * Attributes of an element. `true` sets an attribute without a value; `false` and `undefined` leave it out, except that
 * `aria-…` attributes say "true" and "false". A function listens to the event that its name says after `on`.
 */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => void) | Readonly<Record<string, string>>>
> & {
  /** Custom properties and others, set one by one: the content security policy allows no `style` attribute. */
  readonly style?: Readonly<Record<string, string>>;
};

/** Makes an element with attributes, listeners and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...kept(children));
  return made;
}

/** Puts other children in the place of an element's own. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...kept(children));
}

/** Sets a text only when it is another one, so that a live region does not speak it again. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

function kept(children: readonly Child[]): (Node | string)[] {
  return children
    .filter((child) => child !== undefined && child !== false)
    .map((child) => (typeof child === "number" ? String(child) : child));
}

function setAttribute(made: HTMLElement, name: string, value: Attributes[string]): void {
  if (typeof value === "function") made.addEventListener(name.slice(2), value);
  else if (typeof value === "object") setStyle(made, value);
  else if (name.startsWith("aria-") && value !== undefined) made.setAttribute(name, String(value));
  else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
}

function setStyle(made: HTMLElement, properties: Readonly<Record<string, string>>): void {
  for (const [property, value] of Object.entries(properties)) made.style.setProperty(property, value);
}
