import type { RequestMap, RequestName } from "../../protocol/runner.ts";

/** The part of RunnerLink that starts searches. */
export interface RunnerPort {
  request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]>;
}
