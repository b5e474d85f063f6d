import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ProtocolCard } from "../../../src/protocol/card.ts";
import { csvText } from "../../../webview/model/csv.ts";
import { type Column, cellText, isNumeric, pageOf } from "../../../webview/model/table.ts";

const card: ProtocolCard = {
  dataset: "wiki, raw.txt",
  split: "search",
  textSha256: "aa".repeat(32),
  tokensSha256: "bb".repeat(32),
  seqlen: 128,
  bos: true,
  windows: 8,
  targets: 1016,
  dtype: "fp32",
  device: "cpu",
  model: "stories260K",
  modelFingerprint: "cc".repeat(32),
  metric: "perplexity",
};

const stamp = () => ({ search: "s1", card });

type Row = readonly (string | number | null)[];
const column = (index: number): Column<Row> => ({
  title: `Column ${index}`,
  name: `c${index}`,
  value: (row) => row[index],
});

/** A reader of RFC 4180, written apart from the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let rest = text;
  while (rest !== "") {
    const [whole, quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? [];
    assert.ok(whole !== undefined, `not RFC 4180: ${rest.slice(0, 40)}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
    rest = rest.slice(whole.length);
  }
  return rows.slice(0, -1);
}

describe("CSV", () => {
  it("is read back as it was written, whatever is in it", () => {
    const cell = fc.oneof(fc.string({ unit: "grapheme" }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const [header, ...lines] = readCsv(csvText([column(0), column(1)], rows, stamp));
        assert.deepEqual(header?.slice(0, 3), ["c0", "c1", "search"]);
        assert.deepEqual(
          lines.map((line) => line.slice(0, 2)),
          rows.map((row) => row.map((value) => unguarded(value))),
        );
      }),
    );
  });

  it("keeps every digit of a number", () => {
    const [, line] = readCsv(csvText([column(0)], [[0.1 + 0.2]], stamp));
    assert.equal(Number(line?.[0]), 0.1 + 0.2);
  });

  it("carries the search and its protocol in every row", () => {
    const [header = [], ...lines] = readCsv(csvText([column(0)], [[1], [2]], stamp));
    for (const line of lines) {
      const record = Object.fromEntries(header.map((name, index) => [name, line[index]]));
      assert.equal(record["search"], "s1");
      assert.equal(record["dataset"], "wiki, raw.txt");
      assert.equal(record["text_sha256"], card.textSha256);
      assert.equal(record["bos"], "true");
      assert.equal(record["importance"], "");
    }
  });

  it("leaves the protocol empty while there is none", () => {
    const [header, line] = readCsv(csvText([column(0)], [[1]], () => ({ search: "s1", card: undefined })));
    assert.equal(line?.length, header?.length);
    assert.deepEqual(new Set(line?.slice(2)), new Set([""]));
  });

  it("leaves a cell empty for an infinite number and hands no formula to a spreadsheet", () => {
    const rows = [
      [Number.POSITIVE_INFINITY, "=SUM(A1)"],
      [-5, "+1"],
    ];
    const lines = readCsv(csvText([column(0), column(1)], rows, stamp)).slice(1);
    assert.deepEqual(
      lines.map((line) => line.slice(0, 2)),
      [
        ["", "'=SUM(A1)"],
        ["-5", "'+1"],
      ],
    );
  });
});

describe("pages of a table", () => {
  it("show every row once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 200 }), (rows, columns) => {
        const { pages } = pageOf(rows, columns, 0);
        let next = 0;
        for (let index = 0; index < pages; index++) {
          const page = pageOf(rows, columns, index);
          assert.equal(page.from, next);
          assert.ok(page.to - page.from <= 500);
          next = page.to;
        }
        assert.equal(next, rows);
      }),
    );
  });

  it("stay within the table when it shrinks", () => {
    assert.deepEqual(pageOf(1200, 5, 99), { index: 2, pages: 3, from: 1000, to: 1200 });
    assert.deepEqual(pageOf(0, 5, 3), { index: 0, pages: 1, from: 0, to: 0 });
  });

  it("are shorter for wide tables", () => {
    assert.equal(pageOf(1000, 130, 0).to, 46);
  });
});

describe("cells", () => {
  it("are text for people", () => {
    const bool: Column<boolean | null> = { title: "b", name: "b", value: (row) => row };
    assert.deepEqual(
      [true, false, null].map((row) => cellText(bool, row)),
      ["yes", "no", "–"],
    );
  });

  it("are numbers where the first that is filled is one", () => {
    assert.equal(isNumeric(column(0), [[null], [3]]), true);
    assert.equal(isNumeric(column(0), [["x"]]), false);
    assert.equal(isNumeric(column(0), []), false);
  });
});

function unguarded(value: string | number): string {
  return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
}
