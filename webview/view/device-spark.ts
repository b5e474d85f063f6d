import { count, duration } from "../../src/protocol/text/numbers.ts";
import { type SpeedSample, spanOf, sparkStretches } from "../model/device-history.ts";

const SVG = "http://www.w3.org/2000/svg";
/** Units of the drawing; it is stretched to the width that there is. */
const [WIDTH, HEIGHT] = [300, 48];

/** The speed of the last minutes as a line. */
export class SparkLine {
  readonly element = document.createElementNS(SVG, "svg");
  readonly #line = document.createElementNS(SVG, "path");
  readonly #area = document.createElementNS(SVG, "path");

  constructor() {
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("class", "spark");
    this.element.setAttribute("role", "img");
    this.#area.setAttribute("class", "spark-area");
    this.#line.setAttribute("class", "spark-line");
    this.element.append(this.#area, this.#line);
  }

  show(samples: readonly SpeedSample[]): void {
    const stretches = sparkStretches(samples).map((stretch) =>
      stretch.map(({ x, y }) => ({ x: x * WIDTH, y: (1 - y) * (HEIGHT - 4) + 2 })),
    );
    const paths = stretches.map((points) => points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L"));
    this.#line.setAttribute("d", paths.map((path) => `M${path}`).join(""));
    const closed = stretches.map(
      (points, index) => `M${points[0]?.x ?? 0} ${HEIGHT}L${paths[index]}L${points.at(-1)?.x ?? 0} ${HEIGHT}Z`,
    );
    this.#area.setAttribute("d", closed.join(""));
    const speeds = samples.map(({ tokensPerSecond }) => tokensPerSecond);
    const range = `${count(Math.round(Math.min(...speeds)))} to ${count(Math.round(Math.max(...speeds)))}`;
    this.element.setAttribute(
      "aria-label",
      `Tokens per second over the last ${duration(spanOf(samples) / 1000)} minutes: ${range}`,
    );
  }
}
