import { percent } from "../../src/protocol/text/numbers.ts";
import type { ProposalTally } from "../../src/search/events.ts";
import { type ValidityShare, validityNotes, validityOf } from "../model/llm-validity.ts";
import { element, fill } from "./dom.ts";

/** Below this share of the bar a number does not fit into its piece; the list has them all. */
const ROOM = 0.06;

/** How the LLM's vectors fared: one bar, each piece with its number, and a list that names them. */
export class ValidityBar {
  readonly #bar = element("div", { class: "validity-bar", "aria-hidden": true });
  readonly #list = element("ul", { class: "validity-list", "aria-label": "How the LLM's vectors fared" });
  readonly #notes = element("div", { class: "note" });
  readonly element = element("div", { class: "validity" }, this.#bar, this.#list, this.#notes);
  #shown: ProposalTally | undefined;

  show(tally: ProposalTally): void {
    if (tally === this.#shown) return;
    this.#shown = tally;
    const shares = validityOf(tally);
    fill(this.#bar, ...shares.filter(({ count }) => count > 0).map(piece));
    fill(this.#list, ...shares.map(entry));
    fill(this.#notes, ...validityNotes(tally).map((note) => element("p", {}, note)));
  }
}

function piece({ fate, name, count, share }: ValidityShare): HTMLElement {
  return element(
    "span",
    {
      class: `validity-piece fate-${fate}`,
      title: `${count} ${name}, ${percent(share)}`,
      style: { "flex-grow": String(count) },
    },
    share >= ROOM && element("span", {}, count),
  );
}

function entry({ fate, name, count, share }: ValidityShare): HTMLElement {
  return element(
    "li",
    { class: count === 0 ? "validity-none" : "" },
    element("span", { class: `validity-key fate-${fate}`, "aria-hidden": true }),
    element("span", { class: "validity-count" }, count),
    element("span", {}, ` ${name}`),
    count > 0 && element("span", { class: "note" }, ` ${percent(share)}`),
  );
}
