import type { ProtocolCard } from "../../src/protocol/card.ts";
import { type CardLine, cardLines } from "../model/protocol-facts.ts";
import { element } from "./dom.ts";

/** Milliseconds that a button says that it has copied. */
const THANKS = 1500;

/** A protocol card, line by line; what is shortened can be copied whole. */
export function protocolCard(card: ProtocolCard): HTMLElement {
  return element("dl", { class: "protocol-card" }, ...cardLines(card).map(line));
}

function line({ name, value, full }: CardLine): HTMLElement {
  const shown =
    full === undefined
      ? element("dd", {}, value)
      : element("dd", {}, element("code", { title: full }, value), copyButton(name, full));
  return element("div", { class: "fact" }, element("dt", {}, name), shown);
}

function copyButton(name: string, text: string): HTMLButtonElement {
  const button = element("button", { class: "quiet", type: "button", "aria-label": `Copy ${name}` }, "Copy");
  const say = (word: string) => {
    button.textContent = word;
    setTimeout(() => {
      button.textContent = "Copy";
    }, THANKS);
  };
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("Not allowed"),
    );
  });
  return button;
}
