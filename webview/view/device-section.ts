import type { DeviceUse } from "../../src/protocol/runner.ts";
import { count, percent } from "../../src/protocol/text/numbers.ts";
import { focusedSearch } from "../model/candidate-focus.ts";
import { bytesText, DeviceHistory, SILENCE, type SpeedSample, speedTable } from "../model/device-history.ts";
import type { SearchModel } from "../model/search-model.ts";
import { speedLabel, speedMark, speedPlot, speedSentence, speedTip } from "../model/speed-plot.ts";
import type { Actions, View } from "../store/view.ts";
import { card } from "./card.ts";
import { ReadingChart } from "./chart/reading-chart.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, fill, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

/** What the devices do, and how fast. */
export const deviceSection: SectionFactory = (actions) => new DeviceSection(actions);

class DeviceSection implements Section {
  readonly #card = card("device", "Device");
  readonly #note = element("p", { class: "note", role: "status" });
  readonly #speed = element("span", { class: "device-speed" });
  readonly #chart = new ReadingChart<SpeedSample>({
    mark: (sample) => speedMark(sample, this.#history.newest),
    tip: (sample) => speedTip(sample, this.#history.newest),
    sentence: (sample) => speedSentence(sample, this.#history.newest),
  });
  readonly #devices = element("ul", { class: "devices", "aria-label": "Devices" });
  readonly #content: HTMLElement;
  readonly #history = new DeviceHistory();
  readonly #tools: DataTools;
  #search: SearchModel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: Actions) {
    const unit = element("span", { class: "note" }, "tokens per second");
    const speed = element("div", { class: "device-rate" }, this.#speed, unit);
    const chart = this.#chart.element;
    const speeds = element("div", { class: "device-speeds" }, chart);
    this.#content = element("div", { class: "device" }, speed, speeds, this.#devices);
    this.#card.body.append(this.#note, this.#content);
    const source = {
      name: "device",
      chart,
      searches: () => (this.#search && this.#history.samples.length > 0 ? [this.#search] : []),
      table: () => speedTable(this.#history.samples),
      picture: () => this.#chart.picture("Tokens per second"),
    };
    this.#tools = new DataTools({ ...this.#card, body: speeds }, source, actions);
    this.#tell();
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    this.#search = focusedSearch(view);
    const isNew = this.#history.add(view.telemetry, performance.now());
    this.#tools.update(view);
    if (isNew) this.#follow();
  }

  #follow(): void {
    // The runner falls silent when nothing runs any more: no message says so.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), SILENCE + 1);
    this.#draw();
    this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#chart.dispose();
  }

  #tell(): void {
    const isSilent = this.#history.isSilent(performance.now());
    this.#content.hidden = this.#history.samples.length === 0;
    this.#content.classList.toggle("is-idle", isSilent);
    const idle = "Nothing runs: the devices are reported on while a search is evaluated.";
    setText(this.#note, isSilent ? idle : "");
    if (isSilent) setText(this.#speed, "0");
  }

  #draw(): void {
    const { samples, devices } = this.#history;
    setText(this.#speed, count(Math.round(samples.at(-1)?.tokensPerSecond ?? 0)));
    this.#chart.show(speedPlot(samples), samples, speedLabel(samples));
    fill(this.#devices, ...devices.map(deviceElement));
  }
}

function deviceElement({ device, utilisation, memoryUsed, memoryTotal }: DeviceUse): HTMLElement {
  const memory = memoryUsed !== undefined && memoryTotal !== undefined ? memoryUsed / memoryTotal : undefined;
  const memoryText = `${bytesText(memoryUsed ?? 0)} of ${bytesText(memoryTotal ?? 0)}`;
  return element(
    "li",
    { class: "device-item" },
    element("h3", {}, device),
    utilisation === undefined
      ? element("p", { class: "note" }, "Its use cannot be read here.")
      : meter("Use", utilisation, percent(utilisation)),
    memory !== undefined && meter("Memory", memory, memoryText),
  );
}

function meter(name: string, share: number, text: string): HTMLElement {
  const value = Math.min(1, Math.max(0, share));
  return element(
    "div",
    { class: "meter" },
    element("span", {}, name),
    element(
      "span",
      {
        class: "meter-track",
        role: "meter",
        "aria-label": name,
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        "aria-valuenow": Math.round(value * 100),
        "aria-valuetext": text,
      },
      element("span", { class: "meter-fill", style: { transform: `scaleX(${value})` } }),
    ),
    element("span", { class: "meter-text" }, text),
  );
}
