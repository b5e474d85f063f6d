import { fileURLToPath } from "node:url";

/** The folder of samples that comes with the program: beside dist/ when bundled, beside src/ in the checkout. */
export function samplesFolder(): string {
  const bundled = import.meta.url.endsWith(".js");
  return fileURLToPath(new URL(bundled ? "../samples/" : "../../samples/", import.meta.url));
}
