import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contrast, lookDistance, parseColour, type Rgb, toOklab } from "../../../webview/model/colours.ts";
import { darkModern, highContrast, lightModern } from "../../support/webview-themes.ts";

/** The palettes of the stylesheet, checked as the eye would: on the theme's background, and with the three kinds of colour blindness. */
const css = readFileSync(join(import.meta.dirname, "../../../webview/styles/tokens.css"), "utf8");
const white = "#ffffff";
const themes = [
  ["vscode-dark", darkModern.variables["--vscode-editor-background"]],
  ["vscode-light", lightModern.variables["--vscode-editor-background"]],
  ["vscode-high-contrast", highContrast.variables["--vscode-editor-background"]],
  ["vscode-high-contrast-light", white],
] as const;

/** Distance in OKLab; 0.02 can just be told apart side by side. */
const APART = 0.09;

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
const SIGHTS: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  "full sight": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

for (const [theme, background] of themes) {
  for (const family of ["operator", "search"]) {
    const colours = paletteOf(theme, family);

    test(`${theme}: colours of the ${family} palette stand out from the background`, () => {
      assert.ok(colours.length >= 4);
      for (const [name, colour] of colours) {
        const ratio = contrast(colour, read(background ?? ""));
        assert.ok(ratio >= 3, `${name} has ${ratio.toFixed(2)}`);
      }
    });

    test(`${theme}: colours of the ${family} palette can be told apart, by the colour-blind as well`, () => {
      for (const sight of Object.keys(SIGHTS)) {
        for (const [name, colour, other, otherColour] of pairs(colours)) {
          const distance = lookDistance(toOklab(seen(colour, sight)), toOklab(seen(otherColour, sight)));
          assert.ok(distance >= APART, `${name} and ${other} with ${sight}: ${distance.toFixed(3)}`);
        }
      }
    });
  }
}

function paletteOf(theme: string, family: string): [name: string, colour: Rgb][] {
  const block = new RegExp(`^\\.${theme} \\{([^}]*)\\}`, "m").exec(css)?.[1] ?? "";
  return [...block.matchAll(new RegExp(`(--${family}-[\\w-]+): ([^;]+);`, "g"))].map(([, name = "", value = ""]) => [
    name,
    read(value),
  ]);
}

function pairs(colours: readonly [string, Rgb][]): [string, Rgb, string, Rgb][] {
  return colours.flatMap(([name, colour], index) =>
    colours
      .slice(index + 1)
      .map(([other, otherColour]): [string, Rgb, string, Rgb] => [name, colour, other, otherColour]),
  );
}

function seen(colour: Rgb, sight: string): Rgb {
  const light = colour.map((channel) => linear(channel / 255));
  const [red = 0, green = 0, blue = 0] = (SIGHTS[sight] ?? []).map((row) =>
    row.reduce((sum, share, index) => sum + share * (light[index] ?? 0), 0),
  );
  return [encoded(red), encoded(green), encoded(blue)];
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encoded(light: number): number {
  const inside = Math.min(1, Math.max(0, light));
  return Math.round(255 * (inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055));
}

function read(text: string): Rgb {
  const colour = parseColour(text);
  assert.ok(colour, `${text} is no colour`);
  return colour;
}
