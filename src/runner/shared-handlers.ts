import type { DeviceChoice } from "../evaluation/choose-device.ts";
import { openModelFolder } from "../model/open-model-folder.ts";
import type { DoctorCheck, DraftedSearch, SearchDraft } from "../protocol/runner.ts";
import { catalog } from "./catalog.ts";
import { describeModel } from "./describe-model.ts";
import type { Handlers, Params } from "./params.ts";
import type { SearchManager } from "./search-manager.ts";
import type { SearchViews } from "./search-views.ts";

/** What answers requests, whoever asks. */
export interface SharedPorts {
  readonly manager: SearchManager;
  readonly views: SearchViews;
  readonly draft: (draft: SearchDraft) => Promise<DraftedSearch>;
  readonly examine: () => Promise<DoctorCheck[]>;
  readonly resolve: (choice: Params<"device/resolve">) => Promise<DeviceChoice>;
  readonly shutdown: () => void;
}

/** Requests whose answer depends on the client that asks: what it watches, waits for and offers. */
type PerClient = "search/subscribe" | "search/unsubscribe" | "evaluate" | "evaluate/cancel" | "llm/offer";

export type SharedHandlers = Omit<Handlers, PerClient>;

/** The handlers of all requests that have the same answer for every client. */
export function sharedHandlers({ manager, views, draft, examine, resolve, shutdown }: SharedPorts): SharedHandlers {
  return {
    ...searchHandlers(manager),
    ...viewHandlers(views),
    "search/draft": (params) => draft(params),
    "model/describe": async ({ path }) => describeModel(await openModelFolder(path)),
    "device/resolve": async (choice) => ({ device: (await resolve(choice)).device }),
    catalog,
    doctor: async () => ({ checks: await examine() }),
    ping: () => ({}),
    shutdown: () => {
      shutdown();
      return {};
    },
  };
}

function searchHandlers(manager: SearchManager) {
  return {
    "search/start": ({ spec, apiKey }) => manager.start(spec, apiKey),
    "search/list": () => ({ searches: manager.list() }),
    "search/get": ({ id }) => manager.detail(id),
    "search/pause": ({ id }) => manager.pause(id),
    "search/resume": ({ id, apiKey }) => manager.resume(id, apiKey),
    "search/stop": ({ id }) => manager.stop(id),
    "search/delete": async ({ id }) => {
      await manager.remove(id);
      return {};
    },
  } satisfies Partial<SharedHandlers>;
}

function viewHandlers(views: SearchViews) {
  return {
    "search/snapshot": ({ id, width, rows }) => views.snapshot(id, width, rows),
    "search/best": ({ id, limit }) => ({ candidates: views.best(id, limit) }),
    "search/generations": ({ id, limit }) => ({ generations: views.generations(id, limit) }),
    "search/candidate": ({ id, candidate }) => views.candidate(id, candidate),
    "search/call": ({ id, ordinal }) => views.call(id, ordinal),
  } satisfies Partial<SharedHandlers>;
}
