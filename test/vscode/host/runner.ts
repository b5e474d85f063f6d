import { connectRunner } from "../../../src/protocol/client/connect-runner.ts";
import { until } from "./spies.ts";

/** The data folder that the extension under test works with. */
export const dataFolder = String(process.env["SELF_PRUNER_DATA"]);

/** Waits until a search has ended, over a connection of its own to the runner that the extension started. */
export async function finished(id: string): Promise<void> {
  const client = await connectRunner({ dataFolder, start: false, client: "test" });
  try {
    await until(`search ${id} is finished`, async () => {
      const { summary } = await client.request("search/get", { id });
      return summary.state === "finished" || undefined;
    });
  } finally {
    client.close();
  }
}
