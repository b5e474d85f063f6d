import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import type { ShowOptions } from "../../../../src/extension/panel/panels.ts";
import {
  answerIn,
  candidateIn,
  SearchChooser,
  searchesIn,
} from "../../../../src/extension/searches/command-targets.ts";
import { deleteQuestion } from "../../../../src/extension/searches/delete-question.ts";
import { resumeSearch } from "../../../../src/extension/searches/resume-search.ts";
import { searchCommands } from "../../../../src/extension/searches/search-commands.ts";
import type { SearchSummary } from "../../../../src/protocol/runner.ts";
import type { CandidateRef, PanelState } from "../../../../src/protocol/webview.ts";
import { GONE, LinkStub, ListStub, SILENT, summaryWith } from "../../../support/searches-kit.ts";

const row = (search: string) => ({ kind: "search", search });

describe("what a command is called with", () => {
  it("names searches as rows, ids, or not at all", () => {
    assert.deepEqual(searchesIn([]), []);
    assert.deepEqual(searchesIn([undefined, undefined]), []);
    assert.deepEqual(searchesIn(["a"]), ["a"]);
    assert.deepEqual(searchesIn([["a", "b", "a"]]), ["a", "b"]);
    assert.deepEqual(searchesIn([row("a")]), ["a"]);
    assert.deepEqual(searchesIn([row("a"), [row("a"), row("b")]]), ["a", "b"], "the row of a menu and all selected");
    assert.deepEqual(searchesIn([row("a"), undefined]), ["a"]);
    assert.deepEqual(searchesIn([row("a"), { confirmed: true }]), ["a"]);
    assert.deepEqual(searchesIn([7, []]), []);
  });

  it("names a candidate as a row or a reference", () => {
    assert.deepEqual(candidateIn([{ kind: "candidate", search: "a", candidate: 3 }]), { search: "a", candidate: 3 });
    assert.equal(candidateIn([row("a")]), undefined);
    assert.equal(candidateIn(["a"]), undefined);
  });

  it("answers no question with the row that has the focus when a button of the view's title is pressed", () => {
    assert.equal(answerIn([row("a")]), undefined);
    assert.equal(answerIn([{ kind: "problem", text: "The disk is broken." }]), undefined);
    assert.equal(answerIn([null]), undefined);
    assert.equal(answerIn([]), undefined);
    assert.deepEqual(answerIn([{ model: "m" }]), { model: "m" });
    assert.equal(answerIn(["newest"]), "newest");
  });
});

describe("resuming a search whose runner does not answer", () => {
  it("goes on only once there is room for a runner that does", async () => {
    const { run, link, room } = commandsOf(summaryWith({ id: "a" }));
    link.become(SILENT);
    link.answer = (name) => (name === "search/get" ? { spec: { llm: { provider: "none" } } } : summaryWith());
    room.isMade = false;
    assert.deepEqual(await run("resumeSearch"), []);
    assert.deepEqual([room.asked, link.asked], [1, []]);
    room.isMade = true;
    await run("resumeSearch", "a");
    assert.deepEqual(link.asked, ["search/get a", "search/resume a"]);
    await run("stopSearch", "a");
    assert.equal(room.asked, 2, "nothing else ends a runner");
  });
});

describe("a command from the palette", () => {
  it("is meant for the only search that fits", async () => {
    const { run, link } = commandsOf(summaryWith({ id: "a" }), summaryWith({ id: "b", state: "finished" }));
    await run("pauseSearch");
    assert.deepEqual(link.asked, ["search/pause a"]);
  });

  it("asks which of several that fit", async () => {
    const { run, link, picked } = commandsOf(
      summaryWith({ id: "a" }),
      summaryWith({ id: "b" }),
      summaryWith({ id: "c", state: "paused" }),
    );
    picked.answer = "b";
    await run("stopSearch");
    assert.deepEqual(picked.offered, ["a", "b", "c"]);
    await run("pauseSearch");
    assert.deepEqual(picked.offered, ["a", "b"]);
    picked.answer = undefined;
    assert.deepEqual(await run("pauseSearch"), []);
    assert.deepEqual(link.asked, ["search/stop b", "search/pause b"]);
  });

  it("is meant for the selected rows that fit", async () => {
    const { run, link, select } = commandsOf(
      summaryWith({ id: "a" }),
      summaryWith({ id: "b" }),
      summaryWith({ id: "c", state: "finished" }),
    );
    select("b", "c");
    await run("pauseSearch");
    assert.deepEqual(link.asked, ["search/pause b"]);
  });

  it("says what is missing when none fits, and why when no runner answers", async () => {
    const { run } = commandsOf(summaryWith({ state: "finished" }));
    await assert.rejects(async () => run("pauseSearch"), { code: "search-none", message: /No search runs/ });
    const empty = commandsOf();
    await assert.rejects(async () => empty.run("openPanel"), { code: "search-none", hint: /Start Sample Search/ });
    empty.link.presence = GONE;
    await assert.rejects(async () => empty.run("openPanel"), { code: "runner-away", message: /pid 42/ });
    empty.link.become(SILENT);
    await assert.rejects(async () => empty.run("openPanel"), { code: "runner-away", message: /has not answered/ });
    empty.list.problem = "The disk is broken.";
    await assert.rejects(async () => empty.run("openPanel"), { code: "searches-unread", message: /disk/ });
  });
});

describe("a command of the tree", () => {
  it("leaves it to the runner whether it can be done with the search of its row", async () => {
    const { run, link } = commandsOf(summaryWith({ id: "a", state: "finished" }));
    link.answer = () => Promise.reject(new UserError("search-not-running", "It is finished."));
    await assert.rejects(async () => run("pauseSearch", row("a")), { code: "search-not-running" });
  });

  it("is done with each of the selected searches that fit, one after the other", async () => {
    const { run, link } = commandsOf(
      summaryWith({ id: "a" }),
      summaryWith({ id: "b", state: "failed" }),
      summaryWith({ id: "c" }),
    );
    link.answer = (_, { id }) => summaryWith({ id: `${id}`, state: "paused" });
    const rows = ["a", "b", "c"].map(row);
    const summaries = (await run("pauseSearch", rows[0], rows)) as SearchSummary[];
    assert.deepEqual(link.asked, ["search/pause a", "search/pause c"]);
    assert.deepEqual(
      summaries.map(({ id, state }) => [id, state]),
      [
        ["a", "paused"],
        ["c", "paused"],
      ],
    );
  });

  it("opens panels and shows candidates", async () => {
    const { run, opened, shown, focusKept } = commandsOf(summaryWith({ id: "a" }));
    assert.deepEqual(await run("openPanel", row("a")), ["a"]);
    assert.deepEqual(opened, [{ searches: ["a"] }]);
    assert.deepEqual(await run("showCandidate", { search: "a", candidate: 3 }), { search: "a", candidate: 3 });
    assert.deepEqual(shown, [{ search: "a", candidate: 3 }]);
    assert.equal(await run("showCandidate"), undefined);
    assert.deepEqual(focusKept, [false, false]);
    await run("openPanel", row("a"), { preserveFocus: true });
    await run("showCandidate", { search: "a", candidate: 3 }, { preserveFocus: true });
    assert.deepEqual(focusKept.slice(2), [true, true], "a click on a row leaves the keyboard in the tree");
  });
});

describe("comparing searches", () => {
  const three = ["a", "b", "c"].map((id) => summaryWith({ id }));

  it("takes two or more that are named or selected, in the order of the list", async () => {
    const { run, opened, select } = commandsOf(...three);
    assert.deepEqual(await run("compareSearches", ["c", "a"]), ["a", "c"]);
    select("b", "c");
    assert.deepEqual(await run("compareSearches"), ["b", "c"]);
    assert.deepEqual(opened, [{ searches: ["a", "c"] }, { searches: ["b", "c"] }]);
    assert.deepEqual(await run("compareSearches", row("c")), ["b", "c"], "the title's button knows the focus alone");
  });

  it("asks for the others when one is named, with that one ticked", async () => {
    const { run, picked, opened } = commandsOf(...three);
    picked.many = ["c", "b"];
    assert.deepEqual(await run("compareSearches", row("b")), ["b", "c"]);
    assert.deepEqual([picked.offered, picked.ticked], [["a", "b", "c"], ["b"]]);
    picked.many = ["b"];
    await assert.rejects(async () => run("compareSearches", row("b")), { code: "compare-too-few" });
    picked.many = undefined;
    assert.deepEqual(await run("compareSearches"), []);
    assert.equal(opened.length, 1);
  });

  it("needs two searches", async () => {
    await assert.rejects(async () => commandsOf(summaryWith()).run("compareSearches"), { code: "compare-too-few" });
  });
});

describe("deleting searches", () => {
  it("asks first, unless it is called with a confirmation", async () => {
    const { run, link, asked, confirmation } = commandsOf(summaryWith({ id: "a" }), summaryWith({ id: "b" }));
    assert.deepEqual(await run("deleteSearch", row("a")), []);
    assert.equal(asked.length, 1);
    confirmation.given = true;
    assert.deepEqual(await run("deleteSearch", row("a"), [row("a"), row("b")]), ["a", "b"]);
    assert.equal(asked.length, 2);
    assert.deepEqual(await run("deleteSearch", "a", { confirmed: true }), ["a"]);
    assert.equal(asked.length, 2);
    assert.deepEqual(link.asked, ["search/delete a", "search/delete b", "search/delete a"]);
  });

  it("goes on with the others when one has gone meanwhile", async () => {
    const { run, link } = commandsOf(summaryWith({ id: "a" }), summaryWith({ id: "b" }));
    link.answer = (name) => {
      if (link.asked.length > 1) return {};
      throw new UserError("search-missing", `There is no search (${name}).`);
    };
    assert.deepEqual(await run("deleteSearch", ["a", "b"], { confirmed: true }), ["a", "b"]);
    assert.deepEqual(link.asked, ["search/delete a", "search/delete b"]);
    link.answer = () => {
      throw new UserError("disk-full", "The disk is full.");
    };
    await assert.rejects(async () => run("deleteSearch", "a", { confirmed: true }), { code: "disk-full" });
  });

  it("says what goes and what stays", () => {
    const all = [
      summaryWith({ id: "a" }),
      summaryWith({ id: "b", model: "opt", state: "finished" }),
      summaryWith({ id: "c", state: "paused" }),
    ];
    const asked = (...ids: string[]) => Object.values(deleteQuestion(ids, all)).join(" ");
    const one = "All that it measured will be lost. Rate files that were saved stay.";
    const many = "All that they measured will be lost. Rate files that were saved stay.";
    assert.equal(asked("b"), `Delete the search opt · 30.0 %? ${one}`);
    assert.equal(asked("a"), `Delete the search tiny-llama · 30.0 % · a? It is ended first. ${one}`);
    assert.equal(asked("b", "c"), `Delete 2 searches? ${many}`);
    assert.equal(asked("a", "b"), `Delete 2 searches? 1 of them is ended first. ${many}`);
  });
});

describe("resuming a search", () => {
  const openai = { provider: "openai", model: "m", baseUrl: "http://localhost:1/v1" };

  it("needs no key where its LLM needs none", async () => {
    const { link, keys, resume } = resumeOf({ provider: "none" }, "running");
    assert.equal((await resume())?.state, "running");
    assert.deepEqual([link.asked, keys.asked], [["search/get a", "search/resume a"], []]);
  });

  it("brings the stored key of the endpoint along", async () => {
    const { link, keys, resume } = resumeOf(openai, "running");
    keys.stored = "k1";
    await resume();
    assert.deepEqual(link.asked, ["search/get a", "search/resume a k1"]);
    assert.deepEqual(keys.asked, ["find http://localhost:1/v1"]);
  });

  it("asks for the key when the runner waits for one, and goes on with it", async () => {
    const { link, keys, resume } = resumeOf(openai, "paused");
    keys.typed = "k2";
    await resume();
    assert.deepEqual(link.asked, ["search/get a", "search/resume a", "search/resume a k2"]);
    assert.deepEqual(keys.asked, ["find http://localhost:1/v1", "ask http://localhost:1/v1"]);
  });

  it("leaves it paused when the person gives no key", async () => {
    const { link, resume } = resumeOf(openai, "paused");
    assert.equal(await resume(), undefined);
    assert.deepEqual(link.asked, ["search/get a", "search/resume a"]);
  });
});

function commandsOf(...searches: SearchSummary[]) {
  const link = new LinkStub();
  const list = new ListStub(...searches);
  const picked: {
    answer?: string | undefined;
    many?: string[] | undefined;
    offered: string[];
    ticked: readonly string[];
  } = {
    offered: [],
    ticked: [],
  };
  let selected: readonly string[] = [];
  const chooser = new SearchChooser({
    searches: list,
    picker: {
      one: async (_, offered) => {
        picked.offered = offered.map(({ id }) => id);
        return picked.answer;
      },
      many: async (_, offered, ticked) => {
        picked.offered = offered.map(({ id }) => id);
        picked.ticked = ticked;
        return picked.many;
      },
    },
    selected: () => selected,
    load: async () => {},
    presence: () => link.presence,
  });
  const [opened, shown, asked]: [PanelState[], CandidateRef[], string[]] = [[], [], []];
  const focusKept: (boolean | undefined)[] = [];
  const confirmation = { given: false };
  const panels = {
    open: (state: PanelState, options?: ShowOptions) => {
      opened.push(state);
      focusKept.push(options?.preserveFocus);
    },
    select: (ref: CandidateRef, options?: ShowOptions) => {
      shown.push(ref);
      focusKept.push(options?.preserveFocus);
    },
    onSelected: () => ({ dispose: () => {} }),
    onHovered: () => ({ dispose: () => {} }),
  };
  const confirm = async (question: string) => {
    asked.push(question);
    return confirmation.given;
  };
  const keys = {} as never;
  const room = { isMade: true, asked: 0 };
  const makeRoom = async () => {
    room.asked++;
    return room.isMade;
  };
  const commands = searchCommands({ link: link.link, searches: list, panels, keys, chooser, confirm, makeRoom });
  const run = (name: string, ...parameters: unknown[]): unknown =>
    commands[`selfPruner.${name}` as keyof typeof commands](...parameters);
  const select = (...ids: string[]) => {
    selected = ids;
  };
  return { run, link, picked, select, opened, shown, focusKept, asked, confirmation, room, list };
}

function resumeOf(llm: unknown, state: SearchSummary["state"]) {
  const link = new LinkStub();
  link.answer = (name) => (name === "search/get" ? { spec: { llm } } : summaryWith({ id: "a", state }));
  const keys: { stored?: string; typed?: string; asked: string[] } = { asked: [] };
  const ports = {
    find: async (baseUrl: string | undefined) => {
      keys.asked.push(`find ${baseUrl}`);
      return keys.stored;
    },
    ask: async (baseUrl: string | undefined) => {
      keys.asked.push(`ask ${baseUrl}`);
      return keys.typed;
    },
  };
  return { link, keys, resume: () => resumeSearch(link.link, ports, "a") };
}
