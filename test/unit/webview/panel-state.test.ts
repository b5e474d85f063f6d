import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readState } from "../../../webview/model/panel-state.ts";

test("a state is read as it was kept", () => {
  const state = {
    searches: ["a", "b"],
    selected: { search: "a", candidate: 3 },
    part: "mlp",
    pace: "share",
    scroll: 310.5,
    tables: ["fitness"],
  };
  assert.deepEqual(readState(JSON.parse(JSON.stringify(state))), state);
});

test("what another version kept is left out where it is not as it should be", () => {
  const state = {
    searches: ["a", 3],
    selected: { search: "a" },
    part: "heads",
    pace: 1,
    scroll: -3,
    tables: "fitness",
    zoom: 2,
  };
  assert.deepEqual(readState(state), {
    searches: ["a"],
    selected: undefined,
    part: undefined,
    pace: undefined,
    scroll: undefined,
    tables: [],
  });
});

test("without a search there is no state, whatever else there is", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const state = readState(value);
      assert.ok(state === undefined || state.searches.length > 0);
    }),
  );
  assert.equal(readState({ searches: [] }), undefined);
  assert.equal(readState(null), undefined);
});
