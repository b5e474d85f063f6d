import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  contrast,
  fromOklab,
  lookDistance,
  mix,
  parseColour,
  type Rgb,
  toOklab,
} from "../../../webview/model/colours.ts";
import { inkOn, SCALE_STEPS, scaleIndex, sequentialScale } from "../../../webview/model/colours-scale.ts";

const channel = fc.integer({ min: 0, max: 255 });
const colours = fc.tuple(channel, channel, channel);

const themes: Record<string, Rgb> = {
  light: [255, 255, 255],
  "solarized light": [253, 246, 227],
  dark: [31, 31, 31],
  "high contrast": [0, 0, 0],
};

describe("colours", () => {
  it("reads every way in which themes write them", () => {
    assert.deepEqual(parseColour("#fff"), [255, 255, 255]);
    assert.deepEqual(parseColour(" #1F1F1f "), [31, 31, 31]);
    assert.deepEqual(parseColour("#ffffff80", [0, 0, 0]), [128, 128, 128]);
    assert.deepEqual(parseColour("#0f08", [255, 255, 255]), [119, 255, 119]);
    assert.deepEqual(parseColour("rgba(10, 20, 30, 0.5)", [0, 0, 0]), [5, 10, 15]);
    assert.deepEqual(parseColour("rgb(1 2 3 / 100%)"), [1, 2, 3]);
    assert.deepEqual(parseColour("color(srgb 1 0.5 0 / 0.5)"), [128, 64, 0]);
  });

  it("says when it cannot read one", () => {
    for (const text of ["", "red", "#12", "#12345", "rgb(1,2)", "rgb(a,b,c)"])
      assert.equal(parseColour(text), undefined);
  });

  it("comes back from OKLab as it was", () => {
    fc.assert(fc.property(colours, (colour) => assert.deepEqual(fromOklab(toOklab(colour)), colour)));
  });

  it("has the contrasts that WCAG names", () => {
    assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
    assert.equal(contrast([12, 34, 56], [12, 34, 56]), 1);
    assert.ok(Math.abs(contrast([118, 118, 118], [255, 255, 255]) - 4.54) < 0.01);
  });

  it("lays one colour over another", () => {
    assert.deepEqual(mix([0, 0, 0], [200, 100, 50], 0.5), [100, 50, 25]);
  });
});

describe("a sequential scale", () => {
  const cool: Rgb = [55, 148, 255];
  const warm: Rgb = [204, 167, 0];

  for (const [name, background] of Object.entries(themes)) {
    for (const highContrast of [false, true]) {
      it(`is even, one-directional and leads away from a ${name} background (high contrast: ${highContrast})`, () => {
        const scale = sequentialScale({ background, cool, warm, highContrast }).map(toOklab);
        assert.equal(scale.length, SCALE_STEPS);
        const lightness = scale.map(({ l }) => l);
        const direction = Math.sign((lightness.at(-1) ?? 0) - (lightness[0] ?? 0));
        assert.equal(direction, toOklab(background).l < 0.5 ? 1 : -1);
        // Sixteen steps at a time, so that the rounding to eight bits does not count.
        const steps = scale.slice(16).map((colour, index) => lookDistance(scale[index] ?? colour, colour));
        assert.ok(Math.max(...steps) / Math.min(...steps) < 1.35, `${Math.min(...steps)} to ${Math.max(...steps)}`);
        for (const [index, l] of lightness.slice(8).entries()) assert.ok((l - (lightness[index] ?? 0)) * direction > 0);
      });
    }
  }

  it("takes the usual hues where a theme has greys", () => {
    const grey: Rgb = [128, 128, 128];
    const scale = sequentialScale({ background: [0, 0, 0], cool: grey, warm: grey, highContrast: true });
    const middle = toOklab(scale[128] ?? grey);
    assert.ok(Math.hypot(middle.a, middle.b) > 0.05);
  });

  it("stays even for whatever colours a theme brings", () => {
    fc.assert(
      fc.property(colours, colours, colours, fc.boolean(), (background, one, other, highContrast) => {
        const scale = sequentialScale({ background, cool: one, warm: other, highContrast }).map(toOklab);
        const steps = scale.slice(32).map((colour, index) => lookDistance(scale[index] ?? colour, colour));
        return Math.max(...steps) / Math.min(...steps) < 2;
      }),
      { numRuns: 60 },
    );
  });

  it("has an ink for each of its colours", () => {
    for (const background of Object.values(themes)) {
      for (const colour of sequentialScale({ background, cool, warm, highContrast: false })) {
        assert.ok(contrast(inkOn(colour), colour) >= 4.5);
      }
    }
  });

  it("gives what lies outside the colour of its end", () => {
    assert.deepEqual([-1, 0, 0.5, 1, 2, Number.NaN].map(scaleIndex), [0, 0, 128, 255, 255, 0]);
  });
});
