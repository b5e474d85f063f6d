import type { SearchState } from "../../src/protocol/runner.ts";
import type { PanelAction, RunnerPresence } from "../../src/protocol/webview.ts";
import { type Header, headerOf, type Stat, stateSentence } from "../model/header.ts";
import { actionNames } from "../model/notices.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions, View } from "../store/view.ts";
import { element, fill, setText } from "./dom.ts";
import { type IconName, icon } from "./icon.ts";
import type { Section, SectionFactory } from "./section.ts";

/** Buttons of the header, in their order; of pause and resume the one that makes sense is there. */
const BUTTONS = ["pause", "resume", "stop", "saveRates", "copyRates", "compare"] as const;

const ICONS: Readonly<Record<(typeof BUTTONS)[number], IconName>> = {
  pause: "pause",
  resume: "resume",
  stop: "stop",
  saveRates: "save",
  copyRates: "copy",
  compare: "compare",
};

/** Name, state, progress and numbers of one search, and what can be done with it. */
export const searchHeader: SectionFactory = (actions) => new SearchHeader(actions);

class SearchHeader implements Section {
  readonly #actions: Actions;
  readonly #title = element("h1", {}, "Loading…");
  readonly #facts = element("ul", { class: "facts" });
  readonly #state = element("span", { class: "state" });
  readonly #progress = element("div", { class: "progress", role: "progressbar", "aria-label": "Progress" });
  readonly #progressText = element("p", { class: "progress-text" });
  readonly #stats = element("dl", { class: "stats" });
  readonly #buttons: ReadonlyMap<PanelAction, HTMLButtonElement>;
  readonly element: HTMLElement;
  readonly #spoken = element("p", { class: "visually-hidden", role: "status" });
  readonly #clock = setInterval(() => this.#tick(), 1000);
  #model: SearchModel | undefined;
  #version = -1;
  /** When the newest summary came, in milliseconds. */
  #taken = 0;
  #isTicking = false;
  #away: string | undefined;
  #spokenState: SearchState | undefined;
  #drawnStats = "";

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#buttons = new Map(BUTTONS.map((action) => [action, this.#button(action)]));
    const toolbar = { class: "toolbar", role: "toolbar", "aria-label": "Steer the search" };
    this.#progress.append(element("div", { class: "progress-bar" }));
    this.element = element(
      "header",
      { class: "head is-loading" },
      element(
        "div",
        { class: "head-row" },
        element("div", { class: "head-title" }, this.#title, this.#state, this.#facts),
        element("div", toolbar, ...this.#buttons.values()),
      ),
      this.#stats,
      element("div", { class: "head-progress" }, this.#progress, this.#progressText),
      this.#spoken,
    );
  }

  update({ searches, missing, presence }: View): void {
    const [model] = searches;
    this.element.classList.toggle("is-loading", !model && missing.size === 0);
    this.element.classList.toggle("is-lost", !model && missing.size > 0);
    if (!model) {
      setText(this.#title, missing.size > 0 ? "Nothing to show" : "Loading…");
      return;
    }
    const isThere = presence.kind === "attached" && !missing.has(model.id);
    const away = awayState(presence);
    const isNews = this.#model !== model || this.#version !== model.version;
    if (isNews) this.#take(model);
    const header = headerOf(model.detail, { away });
    if (isNews || away !== this.#away) this.#draw(header);
    this.#away = away;
    this.#isTicking = isThere;
    this.#steer(header, isThere || (away !== undefined && header.main === "resume"));
  }

  dispose(): void {
    clearInterval(this.#clock);
  }

  #take(model: SearchModel): void {
    const { state } = model.detail.summary;
    if (this.#spokenState !== undefined && this.#spokenState !== state) {
      setText(this.#spoken, stateSentence(model.detail.summary));
    }
    this.#spokenState = state;
    this.#model = model;
    this.#version = model.version;
    this.#taken = performance.now();
  }

  /** Evaluations can take minutes: the time goes on between them. */
  #tick(): void {
    const seconds = (performance.now() - this.#taken) / 1000;
    if (this.#model && this.#isTicking) this.#drawStats(headerOf(this.#model.detail, { seconds }).stats);
  }

  #draw({ title, facts, state, tone, progress, progressText, stats }: Header): void {
    setText(this.#title, title);
    setText(this.#state, state);
    this.#state.dataset["tone"] = tone;
    if (this.#facts.childElementCount === 0) fill(this.#facts, ...facts.map((fact) => element("li", {}, fact)));
    this.#progress.style.setProperty("--progress", String(progress));
    this.#progress.dataset["tone"] = tone;
    this.#progress.setAttribute("aria-valuenow", String(Math.round(progress * 100)));
    this.#progress.setAttribute("aria-valuetext", progressText);
    setText(this.#progressText, progressText);
    this.#drawStats(stats);
  }

  /** Made anew only when there are other stats; else their texts change. */
  #drawStats(stats: readonly Stat[]): void {
    const names = stats.map(({ name }) => name).join("\n");
    if (names !== this.#drawnStats) fill(this.#stats, ...stats.map(statElement));
    this.#drawnStats = names;
    stats.forEach(({ value, note }, index) => {
      const [, valueElement, noteElement] = this.#stats.children[index]?.children ?? [];
      if (valueElement) setText(valueElement, value);
      if (noteElement) setText(noteElement, note);
    });
  }

  /** A button that cannot be used stays reachable, so that the keyboard's focus is not lost when a state changes. */
  #steer({ enabled, main }: Header, canAct: boolean): void {
    for (const [action, button] of this.#buttons) {
      button.setAttribute("aria-disabled", String(!canAct || !enabled.has(action)));
      button.classList.toggle("button-main", action === main);
    }
    this.#swap("pause", "resume", enabled.has("resume"));
  }

  /** Shows one of two buttons; the focus goes along. */
  #swap(one: PanelAction, other: PanelAction, isOther: boolean): void {
    const [hidden, shown] = (isOther ? [one, other] : [other, one]).map((action) => this.#buttons.get(action));
    if (!hidden || !shown || hidden.hidden) return;
    const hadFocus = document.activeElement === hidden;
    hidden.hidden = true;
    shown.hidden = false;
    if (hadFocus) shown.focus();
  }

  #button(action: (typeof BUTTONS)[number]): HTMLButtonElement {
    return element(
      "button",
      { type: "button", class: "button", onclick: (event) => isRepeated(event) || this.#act(action) },
      icon(ICONS[action]),
      element("span", {}, actionNames[action]),
    );
  }

  #act(action: PanelAction): void {
    const isEnabled = this.#buttons.get(action)?.getAttribute("aria-disabled") === "false";
    if (isEnabled && this.#model) this.#actions.act(action, this.#model.id);
  }
}

/** The second click of a double click, which would hit the button that has taken the first one's place. */
function isRepeated(event: Event): boolean {
  return event instanceof MouseEvent && event.detail > 1;
}

function statElement({ name }: Stat, index: number): HTMLElement {
  return element(
    "div",
    { class: index === 0 ? "stat stat-main" : "stat" },
    element("dt", {}, name),
    element("dd", { class: "stat-value" }),
    element("dd", { class: "stat-note" }),
  );
}

/** What to say of a search that was under way where no runner answers. */
function awayState(presence: RunnerPresence): string | undefined {
  return presence.kind === "away" ? presence.state : undefined;
}
