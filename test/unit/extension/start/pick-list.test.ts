import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isAcceptable, remarkOn, rowsOf, type TextQuestion } from "../../../../src/extension/start/flow/dialogs.ts";
import { ActiveRow, listed } from "../../../../src/extension/start/flow/pick-list.ts";

describe("the active row of a growing list", () => {
  it("is the first until the wanted one comes", () => {
    const active = new ActiveRow("w");
    assert.equal(active.next(["browse"], undefined), "browse");
    assert.equal(active.next(["x", "browse"], "browse"), "x");
    assert.equal(active.next(["x", "w", "browse"], "x"), "w");
    assert.equal(active.next(["x", "w", "y", "browse"], "w"), "w");
  });

  it("stays where a person has moved to", () => {
    const active = new ActiveRow("w");
    active.next(["x", "y"], undefined);
    assert.equal(active.next(["x", "y", "w"], "y"), "y");
    assert.equal(active.next(["x", "y", "w", "z"], "y"), "y");
    assert.equal(active.next(["x", "y", "w", "z"], "w"), "w");
  });

  it("is the first when the row it was on has gone", () => {
    const active = new ActiveRow(undefined);
    active.next(["x", "y"], undefined);
    assert.equal(active.next(["x", "z"], "y"), "x");
    assert.equal(active.next([], "x"), undefined);
  });
});

describe("a list that takes what is typed", () => {
  const rows = [{ id: "a", label: "a", value: 1 }];
  const typed = (text: string) => (text.startsWith("/") ? { id: "typed", label: text, value: 2 } : undefined);
  const question = { placeholder: "", rows: () => rowsOf(rows), typed };

  it("has it as a row in front, kept whatever the filter", () => {
    assert.deepEqual(
      listed(question, rows, "/m").map(({ id, isTyped }) => [id, isTyped]),
      [
        ["typed", true],
        ["a", undefined],
      ],
    );
    assert.deepEqual(listed(question, rows, "m"), rows);
    assert.deepEqual(listed({ placeholder: "", rows: () => rowsOf(rows) }, rows, "/m"), rows);
  });
});

describe("a text question", () => {
  const question: TextQuestion = {
    prompt: "",
    remark: (text) => (text === "bad" ? { kind: "error", text: "no" } : { kind: "info", text: "fine" }),
  };

  it("does not take an error, nor nothing unless it is optional", () => {
    assert.deepEqual(
      ["", "  ", "bad", "good"].map((text) => isAcceptable(question, text)),
      [false, false, false, true],
    );
    assert.equal(isAcceptable({ ...question, isOptional: true }, " "), true);
    assert.equal(isAcceptable({ ...question, isOptional: true }, "bad"), false);
  });

  it("says nothing of an empty text", () => {
    assert.equal(remarkOn(question, ""), undefined);
    assert.deepEqual(remarkOn(question, "x"), { kind: "info", text: "fine" });
  });
});
