import { connectRunner } from "../../../src/protocol/client/connect-runner.ts";
import type { RunnerClient } from "../../../src/protocol/client/runner-client.ts";
import { until } from "./spies.ts";

/** The data folder that the extension under test works with. */
export const dataFolder = String(process.env["SELF_PRUNER_DATA"]);

/** Waits until a search has ended. */
export function finished(id: string): Promise<void> {
  return withRunner((client) =>
    until(`search ${id} is finished`, async () => {
      const { summary } = await client.request("search/get", { id });
      return summary.state === "finished" || undefined;
    }).then(() => undefined),
  );
}

/** Does something over a connection of its own to the runner that the extension started. */
export async function withRunner<T>(act: (client: RunnerClient) => Promise<T>): Promise<T> {
  const client = await connectRunner({ dataFolder, start: false, client: "test" });
  try {
    return await act(client);
  } finally {
    client.close();
  }
}
