import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { type ProblemCode, problemSeverities } from "../../../src/ratefile/problem.ts";
import { completeRates } from "../../../src/ratefile/rate-file.ts";
import { nestedEntry, plainLine } from "../../../src/ratefile/syntax/plain-lines.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

const header = "model: m\ntarget: 0.3\n";

/** The codes of a text's problems, and the text that each underlines. */
function problemsOf(text: string, layers?: number): string[] {
  const { problems } = parseRateFile(text, layers === undefined ? undefined : equalLayers(layers));
  return problems.map(({ code, range }) => `${code} "${text.slice(range.start, range.end)}"`);
}

describe("parseRateFile", () => {
  it("reads every way of writing layers and rates", () => {
    const text = `# a comment
model: ../models/llama # another
target: 0.5
layers:
  0: 0
  1-2: 0.25000
  3, 5: drop
  4: { attention: drop, mlp: 0.5 }
  6-7: 1.0
  "8":
    attention: 0.125
    mlp: 0.25
`;
    const { value, problems } = parseRateFile(text);
    assert.deepEqual(completeRates(value), [
      { attention: 0, mlp: 0 },
      { attention: 0.25, mlp: 0.25 },
      { attention: 0.25, mlp: 0.25 },
      { attention: 1, mlp: 1 },
      { attention: 1, mlp: 0.5 },
      { attention: 1, mlp: 1 },
      { attention: 1, mlp: 1 },
      { attention: 1, mlp: 1 },
      { attention: 0.125, mlp: 0.25 },
    ]);
    assert.equal(value.model?.value, "../models/llama");
    assert.equal(value.target?.value, 0.5);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["layer-without-kv-group"],
    );
  });

  /** One text per code; what each problem underlines is part of the expectation. */
  const wrong: {
    [Code in Exclude<ProblemCode, `model-un${string}` | "model-not-found" | "text-not-found">]: {
      text: string;
      layers?: number;
      expected: string[];
    };
  } = {
    "yaml-syntax": { text: `${header}layers: {0: 0.3`, expected: ['yaml-syntax ""'] },
    "not-a-map": { text: `${header}layers: [0.3, 0.3]`, expected: ['not-a-map "[0.3, 0.3]"'] },
    "unknown-key": { text: `${header}layer: 1\nlayers: {0: 0.3}`, expected: ['unknown-key "layer"'] },
    "key-twice": { text: `${header}target: 0.4\nlayers: {0: 0.3}`, expected: ['key-twice "target"'] },
    "version-unsupported": { text: `version: 2\n${header}layers: {0: 0.3}`, expected: ['version-unsupported "2"'] },
    "model-missing": { text: "layers: {0: 0.3}", expected: ['model-missing ""'] },
    "model-invalid": { text: "model: 7\nlayers: {0: 0.3}", expected: ['model-invalid "7"'] },
    "text-invalid": { text: `${header}text: [a]\nlayers: {0: 0.3}`, expected: ['text-invalid "[a]"'] },
    "grid-invalid": {
      text: `${header}grid: 7\nlayers: {0-1: 0.3}`,
      layers: 2,
      expected: ['grid-invalid "7"'],
    },
    "layers-missing": { text: `${header}layers:`, expected: ['layers-missing "layers"'] },
    "layer-key-invalid": {
      text: `${header}layers: {0: 0.3, 5-2: 0.3, [1, 2]: 0.3}`,
      expected: ['layer-key-invalid "5-2"', 'layer-key-invalid "[1, 2]"'],
    },
    "layer-twice": { text: `${header}layers: {0-1: 0.3, 1: 0.4}`, expected: ['layer-twice "1"'] },
    "layer-missing": { text: `${header}layers: {0: 0.3, 3: 0.3}`, expected: ['layer-missing "layers"'] },
    "layer-out-of-range": {
      text: `${header}layers: {0-1: 0.3, 2: 0.3}`,
      layers: 2,
      expected: ['layer-out-of-range "2"'],
    },
    "rate-missing": { text: `${header}layers: {0: {mlp: 0.3}}`, expected: ['rate-missing "{mlp: 0.3}"'] },
    "not-a-number": { text: `${header}layers: {0: none}`, expected: ['not-a-number "none"'] },
    nan: { text: `${header}layers: {0: .nan, 1: NaN}`, expected: ['nan ".nan"', 'nan "NaN"'] },
    "out-of-range": {
      text: `${header}layers: {0: -0.1, 1: 1.2}`,
      expected: ['out-of-range "-0.1"', 'out-of-range "1.2"'],
    },
    percent: { text: `${header}layers: {0: 30, 1: 30 %}`, expected: ['percent "30"', 'percent "30 %"'] },
    "too-many-decimals": { text: `${header}layers: {0: 0.300001}`, expected: ['too-many-decimals "0.300001"'] },
    "mean-off-target": { text: `${header}layers: {0: 0.3, 1: 0.31}`, expected: ['mean-off-target "0.3"'] },
    // Three of four groups go by 0.8, so the neurons make up for a twentieth of the attention: 900 − 720 − 15 stay.
    "grid-not-met": { text: "model: m\ngrid: 50\nlayers: {0: 0.8}", layers: 1, expected: ['grid-not-met "0.8"'] },
    "edge-layer-cut-deeper": {
      text: "model: m\nlayers: {0: 0.3, 1-2: 0.2, 3: 0.22}",
      expected: ['edge-layer-cut-deeper "0.3"', 'edge-layer-cut-deeper "0.22"'],
    },
    "layer-without-kv-group": {
      text: "model: m\nlayers: {0-1: {attention: 1, mlp: 0}}",
      expected: ['layer-without-kv-group "{attention: 1, mlp: 0}"'],
    },
  };
  for (const [code, { text, layers, expected }] of Object.entries(wrong)) {
    it(`reports ${code}`, () => {
      const found = problemsOf(text, layers);
      assert.deepEqual(found, expected);
      assert.ok(code in problemSeverities);
    });
  }

  it("keeps reading past a layer that is wrong", () => {
    const { value } = parseRateFile(`${header}layers: {0: 0.3, 1: thirty, 2: 0.4}`);
    assert.deepEqual(
      value.layers.map((entry) => entry?.rate?.mlp),
      [0.3, undefined, 0.4],
    );
    assert.equal(completeRates(value), undefined);
  });

  it("names what was probably meant", () => {
    const { problems } = parseRateFile("model: m\ntagret: 0.3\nlayers: {0: 0.3}");
    assert.match(problems[0]?.message ?? "", /did you mean target\?/);
  });

  it("names the missing layers of the model as ranges", () => {
    const { problems } = parseRateFile("model: m\nlayers: {1: 0.3}", equalLayers(5));
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["Layers 0, 2-4 have no rate."],
    );
  });

  it("weighs attention and MLP by their parameters once the shape is known", () => {
    // Three quarters of a layer are MLP: 0.25 × 0.2 + 0.75 × 0.4 = 0.35.
    const text = "model: m\ntarget: 0.35\nlayers: {0-1: {attention: 0.2, mlp: 0.4}}";
    assert.deepEqual(problemsOf(text, 2), []);
    assert.deepEqual(problemsOf(text.replace("0.35", "0.3"), 2), ['mean-off-target "0.3"']);
  });

  it("knows which layers are locked", () => {
    const text = `model: m
layers:
  0: 0.1 # lock
  1: 0.2 # lock: measured by hand
  2: 0.3 # locked
  3: { attention: 0.1, mlp: 0.2 } #lock
  4: # lock
    attention: 0.1
    mlp: 0.2
  5: # a block
    attention: 0.1
    mlp: 0.2
  6: 0.3 # lock
  7: 0.3 # no lock
`;
    const { entries } = parseRateFile(text).value;
    assert.deepEqual(
      entries.map(({ locked }) => locked),
      [true, true, false, true, true, false, true, false],
    );
  });

  it("knows a lock anywhere between the key and the end of the value's last line", () => {
    const locked = [
      "0:\n    attention: 0.1 # lock\n    mlp: 0.2",
      "0:\n    # lock\n    attention: 0.1\n    mlp: 0.2",
      "0: { attention: 0.1, # lock\n    mlp: 0.2 }",
      "0: 0.1 # Lock",
      "0: 0.1\t#\tLOCK",
      "0: 0.1 # mine # lock",
      "0: # lock",
    ];
    const open = ["# lock\n  0: 0.1", "0: 0.1\n  # lock", "0: 0.1 # unlock", "0: '0.1#lock'", "0: 0.1#lock"];
    for (const [written, isLocked] of [
      ...locked.map((each) => [each, true] as const),
      ...open.map((each) => [each, false] as const),
    ]) {
      for (const text of [`model: m\nlayers:\n  ${written}\n  1: 0.2\n`, `model: m\nlayers:\n  ${written}`]) {
        for (const lines of [text, text.replaceAll("\n", "\r\n")]) {
          assert.equal(parseRateFile(lines).value.entries[0]?.locked, isLocked, JSON.stringify(lines));
        }
      }
    }
  });

  it("allows the tolerance of the file, and a step of its grid", () => {
    const off = "model: m\ntarget: 0.3\nlayers: {0-1: 0.302}";
    assert.deepEqual(problemsOf(off), ['mean-off-target "0.3"']);
    assert.deepEqual(problemsOf(off.replace("layers", "tolerance: 0.003\nlayers")), []);
    // A step of five neurons is 20 of the 2400 parameters.
    assert.deepEqual(
      problemsOf(off.replace("layers", "grid: 5\nlayers"), 2).filter((each) => /mean/.test(each)),
      [],
    );
  });

  it("gives no hint at edges when that is switched off, nor of locked layers", () => {
    const text = "model: m\nlayers:\n  0: 0.3\n  1-3: 0.2\n";
    assert.equal(parseRateFile(text).problems.length, 1);
    assert.equal(parseRateFile(text, undefined, { edgeHints: false }).problems.length, 0);
    assert.equal(parseRateFile(text.replace("0.3", "0.3 # lock")).problems.length, 0);
  });

  it("does not let a range exhaust the memory", () => {
    const found = problemsOf("model: m\nlayers: {0-999999999: 0.3}");
    assert.deepEqual(found, ['layer-out-of-range "0-999999999"']);
  });

  it("says one thing about a text that is no map", () => {
    assert.deepEqual(problemsOf("- 0.3\n- 0.4\n"), ['not-a-map "- 0.3\n- 0.4"']);
  });
});

describe("texts as other programs write them", () => {
  it("reads no second document in silence", () => {
    const [problem, ...others] = problemsOf(`${header}layers:\n  0: 0.3\n---\nlayers:\n  0: 0.9\n`);
    assert.match(problem ?? "", /^yaml-syntax/);
    assert.deepEqual(others, []);
    assert.deepEqual(problemsOf(`---\n${header}layers:\n  0: 0.3\n...\n`), []);
  });

  it("says once what is wrong with the YAML, not again of every line below", () => {
    const lines = (line: string) =>
      `${header}layers:\n${Array.from({ length: 40 }, (_, layer) => (layer === 20 ? line : `  ${layer}: { attention: 0.3, mlp: 0.3 }\n`)).join("")}`;
    for (const line of ["  20: { attention: 0.3, mlp: 0.3 } }\n", " 20: 0.3\n", "  20\n"]) {
      const { problems } = parseRateFile(lines(line));
      assert.deepEqual(
        problems.map(({ code, range }) => [code, lines(line).slice(0, range.start).split("\n").length]),
        [["yaml-syntax", 24]],
        line,
      );
    }
    const apart = lines("  20: 0.3: 1\n").replace("  5: { attention", "  5: { { attention");
    assert.equal(parseRateFile(apart).problems.filter(({ code }) => code === "yaml-syntax").length, 2);
  });

  it("quotes the beginning of what is long, on one line", () => {
    for (const written of [`"0.3\n${"  1: 0.3\n".repeat(1000)}`, "|\n    0.3\n    0.4\n", '""']) {
      const { problems } = parseRateFile(`${header}layers:\n  0: ${written}`);
      for (const { message } of problems) assert.match(message, /^.{20,160}$/, "a sentence");
      assert.doesNotMatch(problems[0]?.message ?? "", /not \.$/);
    }
  });

  it("says what to do about lines of layers that are not indented, and about a model of one layer", () => {
    const flat = parseRateFile(`${header}layers:\n0: 0.3\n`).problems.find(({ code }) => code === "unknown-key");
    assert.equal(flat?.message, '"0" is not a key of a rate file: lines of layers are indented, below layers.');
    const [beyond] = parseRateFile("model: m\nlayers: {0-1: 0.3}", equalLayers(1)).problems;
    assert.equal(beyond?.message, "The model has one layer, 0: 0-1 is beyond it.");
  });

  it("leaves the line break behind block text to the lines", () => {
    const text = `${header}layers:\n  0: |\n    much\n  1: 0.3\n`;
    const { entries } = parseRateFile(text).value;
    assert.equal(text.slice(entries[0]?.range.start, entries[0]?.range.end), "|\n    much");
  });

  it("tells a rate that is written as nothing from one that is not written", () => {
    assert.deepEqual(problemsOf(`${header}layers:\n  0: null\n  1:\n`), ['not-a-number "null"', 'rate-missing "1"']);
  });

  it("reads lines that end in CRLF, with blanks and comments in any script, without the YAML parser", () => {
    for (const line of ["  3: 0.25\r", "  3: drop\t# ça\r", "  3-5: { attention: 0.1, mlp: 0.2 }   # 😀"]) {
      assert.ok(plainLine(line, 0), JSON.stringify(line));
    }
    assert.equal(plainLine("  3: 0.25 # a\r# b", 0), undefined);
  });

  it("reads attention and MLP on lines of their own without the YAML parser", () => {
    const before = "layers:\n";
    for (const lines of [
      "  3:\n    attention: 0.1\n    mlp: drop",
      "  3: # two\r\n     attention: 0.1 # ç\r\n     mlp: 1 # 😀",
    ]) {
      for (const behind of ["", "\n  4: 0.3\n"]) {
        assert.equal(nestedEntry(before + lines + behind, before.length)?.end, before.length + lines.length, lines);
      }
    }
    for (const lines of [
      "  3:\n  attention: 0.1\n  mlp: 0.2",
      "  3:\n    attention: 0.1\n     mlp: 0.2",
      "  3:\n    attention: 0.1 # a\n  4: 0.3\n    mlp: 0.2",
      "  3:\n    attention: 0.1\n    mlp: 0.2 0.3",
    ]) {
      assert.equal(nestedEntry(before + lines, before.length), undefined, lines);
    }
  });
});
