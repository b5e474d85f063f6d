import { isDeepStrictEqual } from "node:util";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import type { DeviceUse, NotificationMap } from "../../protocol/runner.ts";
import { type Disposable, Emitter } from "../emitter.ts";
import type { Presence } from "./link.ts";

/** What a link tells of its runner: how it stands with it, and what the runner sends by itself. */
export class LinkEvents implements Disposable {
  readonly #presenceChanged = new Emitter<Presence>();
  readonly #searchChanged = new Emitter<NotificationMap["search/changed"]>();
  readonly #evaluateProgress = new Emitter<NotificationMap["evaluate/progress"]>();
  readonly #telemetry = new Emitter<readonly DeviceUse[]>();
  readonly onPresence = this.#presenceChanged.event;
  readonly onSearchChanged = this.#searchChanged.event;
  readonly onEvaluateProgress = this.#evaluateProgress.event;
  readonly onTelemetry = this.#telemetry.event;
  #presence: Presence = { kind: "absent" };

  get presence(): Presence {
    return this.#presence;
  }

  /** Changes the presence; nobody is told what is as it was. */
  tell(presence: Presence): void {
    if (isDeepStrictEqual(presence, this.#presence)) return;
    this.#presence = presence;
    this.#presenceChanged.fire(presence);
  }

  /** Passes a connection's notifications on, for as long as it lives. */
  listen(client: RunnerClient): void {
    client.onNotification("search/changed", (change) => this.#searchChanged.fire(change));
    client.onNotification("evaluate/progress", (progress) => this.#evaluateProgress.fire(progress));
    client.onNotification("telemetry", ({ devices }) => this.#telemetry.fire(devices));
  }

  dispose(): void {
    for (const emitter of [this.#presenceChanged, this.#searchChanged, this.#evaluateProgress, this.#telemetry]) {
      emitter.dispose();
    }
  }
}
