import { element } from "./dom.ts";

/** The frame that every section has: a heading, a place for its tools at the right of it, and its content. */
export interface Card {
  readonly element: HTMLElement;
  /** For buttons and switches. */
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
}

/**
 * Makes a card.
 *
 * @param name of the section: its place in the page's layout is that of `.card-NAME`
 */
export function card(name: string, title: string): Card {
  const heading = `${name}-title`;
  const tools = element("div", { class: "card-tools" });
  const body = element("div", { class: "card-body" });
  const head = element("div", { class: "card-head" }, element("h2", { id: heading }, title), tools);
  return {
    element: element("section", { class: `card card-${name}`, "aria-labelledby": heading }, head, body),
    tools,
    body,
  };
}
