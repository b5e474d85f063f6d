import { LiveTimes } from "../src/extension/searches/live-times.ts";
import { SearchesModel } from "../src/extension/searches/searches-model.ts";
import { ViewSettings } from "../src/extension/searches/view-settings.ts";
import { LinkStub, ListStub, memory, summaryWith } from "../test/support/searches-kit.ts";
import { EditorPlace } from "../test/support/vscode/editor-place.ts";
import { findLauncher, runInHost } from "../test/support/vscode/host-run.ts";
import { median, timed } from "./measure.ts";
import type { Section } from "./report.ts";

const SEARCHES = 1000;
const ROUNDS = 200;
/** Milliseconds that a new state of one search may take until its line is worked out: a frame. */
const UPDATE = 16;

/** What a window pays for the extension: when it is activated, when a rate file is typed in, and when a search goes on. */
export async function editor(): Promise<Section> {
  const inHost = await measureInHost();
  const update = { what: `update of the tree at ${SEARCHES} searches`, value: await measureUpdate(), unit: "ms" };
  return {
    title: "In the editor",
    protocol: `Processor time of the extension host's thread. Activation and bars: ${inHost.protocol}. Update: one search of ${SEARCHES} changes its state, median of ${ROUNDS}.`,
    figures: [...inHost.figures, { ...update, bound: { kind: "at most", value: UPDATE } }],
  };
}

/** As the tests in the extension host measure it. */
async function measureInHost(): Promise<Pick<Section, "protocol" | "figures">> {
  const launcher = await findLauncher((text) => process.stderr.write(`${text}\n`));
  if ("missing" in launcher) return { protocol: `skipped, ${launcher.missing}`, figures: [] };
  await using place = await EditorPlace.make();
  const { figures } = await runInHost(launcher.executable, place, "ms of own code");
  return {
    protocol: `once, in ${launcher.name}`,
    figures: figures.map(({ what, value, unit, atMost }) => ({
      what,
      value,
      unit,
      ...(atMost === undefined ? {} : { bound: { kind: "at most", value: atMost } as const }),
    })),
  };
}

/** Without an editor: what it does with the line is its own affair. */
async function measureUpdate(): Promise<number> {
  const all = Array.from({ length: SEARCHES }, (_, index) => summaryWith({ id: `s${index}`, state: "finished" }));
  const searches = new ListStub(...all);
  const model = new SearchesModel({
    link: new LinkStub().link,
    searches,
    settings: new ViewSettings(memory()),
    times: new LiveTimes(searches),
  });
  model.onLinesChanged((lines = []) => {
    for (const line of lines) model.content.row(line);
  });
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const state = round % 2 === 0 ? "running" : "paused";
    const { cpu } = await timed(async () => searches.put(summaryWith({ id: "s7", state, evaluations: round })));
    samples.push(1000 * cpu);
  }
  model.dispose();
  return median(samples);
}
