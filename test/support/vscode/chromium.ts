import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** What Chromium is called, those without a window first: they are smaller and start faster. */
const NAMES = ["chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  ...(process.env["PATH"] ?? "").split(delimiter),
  "/usr/bin",
  "/Applications/Google Chrome.app/Contents/MacOS",
];

export const NO_CHROMIUM =
  "no Chromium: install one (apt-get install chromium-headless-shell), or name one in CHROMIUM_PATH";

/** The browser of `CHROMIUM_PATH`, or one that is installed. */
export function findChromium(): string | undefined {
  const paths = PLACES.flatMap((place) => [...NAMES, "Google Chrome"].map((name) => join(place, name)));
  return process.env["CHROMIUM_PATH"] || paths.find((path) => existsSync(path));
}

/** @throws Error when there is no Chromium */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(NO_CHROMIUM);
  return chromium.launch({
    executablePath,
    // The first for containers with a small /dev/shm; the others keep it from asking hosts that cannot be reached.
    args: [
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
