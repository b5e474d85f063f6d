import type { LlmCall } from "../../src/protocol/runner.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import { callFacts, vectorText, writtenVector } from "../model/candidate-call.ts";
import { FactList } from "./candidate-facts.ts";
import { element, fill } from "./dom.ts";

/** What was said to the LLM, and what it said: all of it text, whatever is in it. */
export class CallView {
  readonly element = element("div", { class: "call" });
  #shown: { readonly call: LlmCall; readonly candidate: Candidate } | undefined;

  show(call: LlmCall, candidate: Candidate): void {
    if (this.#shown?.call === call && this.#shown.candidate === candidate) return;
    this.#shown = { call, candidate };
    const facts = new FactList();
    facts.show(callFacts(call));
    fill(
      this.element,
      facts.element,
      ...call.messages.map(({ role, content }) =>
        fold(`Prompt: ${role} message`, text(content, role), role === "user"),
      ),
      fold("Answer as it came", text(call.answer === "" ? "(empty)" : call.answer, "answer"), true),
      fold(`Vectors read from it: ${call.vectors.length}`, vectors(call, candidate), true),
      fold("Parameters", text(JSON.stringify(call.parameters, null, 2), "parameters"), false),
    );
  }
}

function fold(title: string, content: HTMLElement, isOpen: boolean): HTMLElement {
  return element("details", { open: isOpen }, element("summary", {}, title), content);
}

/** A text that scrolls, and so must be reached by keyboard. */
function text(content: string, label: string): HTMLElement {
  return element("pre", { tabindex: 0, role: "group", "aria-label": label }, content);
}

function vectors(call: LlmCall, candidate: Candidate): HTMLElement {
  if (call.vectors.length === 0) return element("p", { class: "note" }, "None could be read.");
  const own = writtenVector(call, candidate);
  return element(
    "ol",
    { class: "vectors", start: 1 },
    ...call.vectors.map((vector, index) =>
      element(
        "li",
        { class: index === own ? "vector-own" : "" },
        element("code", {}, vectorText(vector)),
        index === own && element("strong", {}, "became this candidate"),
        vector.length !== candidate.rates.length &&
          element("em", {}, `${vector.length} numbers, not ${candidate.rates.length}`),
      ),
    ),
  );
}
