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
  lock: "M5 7V5a3 3 0 0 1 6 0v2h1.5v7h-9V7zm1 0h4V5a2 2 0 0 0-4 0zM4.5 8v5h7V8z",
  unlock: "M5 7V5a3 3 0 0 1 5.8-1l-.9.4A2 2 0 0 0 6 5v2h6.5v7h-9V7zM4.5 8v5h7V8z",
  drop: "M3 4h2V2.5h6V4h2v1h-1v9H4V5H3zm3 0h4v-.5H6zM5 5v8h6V5zm1.5 1.5h1v5h-1zm2 0h1v5h-1z",
  undo: "M6.4 2.3 2.7 6l3.7 3.7.7-.7L4.6 6.5H9a3.2 3.2 0 0 1 0 6.4H6v1h3a4.2 4.2 0 0 0 0-8.4H4.6L7.1 3z",
  redo: "m9.6 2.3 3.7 3.7-3.7 3.7-.7-.7 2.5-2.5H7a3.2 3.2 0 0 0 0 6.4h3v1H7a4.2 4.2 0 0 1 0-8.4h4.4L8.9 3z",
  table: "M2 3h12v10H2zm1 1v2h4V4zm5 0v2h5V4zM3 7v2h4V7zm5 0v2h5V7zm-5 3v2h4v-2zm5 0v2h5v-2z",
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

/** The outline itself, for canvas. */
export function iconPath(name: IconName): Path2D {
  return new Path2D(PATHS[name]);
}
