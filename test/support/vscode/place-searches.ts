import { connectRunner } from "../../../src/protocol/client/connect-runner.ts";
import type { SearchSpecInput } from "../../../src/search/spec.ts";
import { reached, smallSearch } from "../runner-kit.ts";
import type { EditorPlace } from "./editor-place.ts";

/** Runs small searches to their end in the data folder of a place, as somebody did before the editor is opened. */
export async function searchedBefore(
  place: EditorPlace,
  ...changes: readonly Partial<SearchSpecInput>[]
): Promise<readonly string[]> {
  const client = await connectRunner({ dataFolder: place.data, start: true, client: "test" });
  const ids: string[] = [];
  for (const change of changes) {
    const { id } = await client.request("search/start", { spec: smallSearch(change) });
    await reached(client, id, "finished");
    ids.push(id);
  }
  client.close();
  return ids;
}
