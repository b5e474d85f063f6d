/** Outlines on a grid of 16 × 16. */
const PATHS = {
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  resume: "M4 2.5v11l9.5-5.5z",
  stop: "M3.5 3.5h9v9h-9z",
  save: "M2 2h9.5L14 4.5V14H2zM3 3v10h1V9h8v4h1V4.9L11.1 3H11v3.5H5V3zm3 0v2.5h4V3zM5 10v3h6v-3z",
  copy: "M5 1h9v11h-3v3H2V4h3zM6 2v9h7V2zM3 5v9h7v-2H5V5z",
  compare: "M2 13V6h3v7zm4.5 0V2h3v11zM11 13V8.5h3V13zM1 14h14v1H1z",
  warning: "M8 1.5 15.3 14.5H.7zM8 3.6 2.4 13.5h11.2zM7.4 7h1.2v3.3H7.4zm0 4.2h1.2v1.2H7.4z",
  close: "m3.7 3 4.3 4.3L12.3 3l.7.7L8.7 8l4.3 4.3-.7.7L8 8.7 3.7 13l-.7-.7L7.3 8 3 3.7z",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

/** A picture beside words, which say what it means. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
