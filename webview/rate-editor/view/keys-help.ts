import { element } from "../../view/dom.ts";

const keys: readonly (readonly [keys: string, what: string])[] = [
  ["Drag", "change a rate; with Shift finely, with Alt several by drawing across them"],
  ["Up, Down", "0.01 more or less; with Shift 0.001"],
  ["Page Up, Page Down", "0.1 more or less"],
  ["Home, End", "keep all, remove all"],
  ["Left, Right", "go to another layer; with Shift choose several, Ctrl+A all"],
  ["0 to 9, Enter, double click", "type a rate"],
  ["L", "lock and unlock"],
  ["D, Delete", "drop the layer"],
  ["Ctrl+Z, Ctrl+Y, Ctrl+S", "undo, redo and save the file"],
];

/** What the keys do, for whoever asks; and in one sentence for whoever hears the bars. */
export function keysHelp(): HTMLElement {
  const sentence =
    "Up and down change the rate, left and right lead to other layers, digits type a rate, L locks, D drops.";
  return element(
    "div",
    { class: "keys" },
    element("p", { id: "rate-keys", class: "visually-hidden" }, sentence),
    element(
      "details",
      {},
      element("summary", {}, "Keys and gestures"),
      element("dl", {}, ...keys.flatMap(([key, what]) => [element("dt", {}, key), element("dd", {}, what)])),
    ),
  );
}
