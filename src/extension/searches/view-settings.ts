import { type Disposable, Emitter } from "../emitter.ts";
import type { Memento } from "../memento.ts";
import { type Filter, isFiltering, NO_FILTER, ORDERS, type Order, STATE_GROUPS } from "./arrange.ts";

const ORDER_KEY = "searches.order";
const FILTER_KEY = "searches.filter";

/** How this workspace wants its searches shown; remembered over reloads. */
export class ViewSettings implements Disposable {
  readonly #memory: Memento;
  readonly #changed = new Emitter<void>();
  readonly onChanged = this.#changed.event;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  get order(): Order {
    const stored = this.#memory.get(ORDER_KEY);
    return ORDERS.find((order) => order === stored) ?? "newest";
  }

  get filter(): Filter {
    return filterFrom(this.#memory.get(FILTER_KEY));
  }

  get isFiltered(): boolean {
    return isFiltering(this.filter);
  }

  async setOrder(order: Order): Promise<void> {
    await this.#memory.update(ORDER_KEY, order);
    this.#changed.fire();
  }

  async setFilter(filter: Filter): Promise<void> {
    await this.#memory.update(FILTER_KEY, filter);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** What was remembered, or was passed to a command, as far as it can be read: another version may have written it. */
export function filterFrom(value: unknown): Filter {
  if (typeof value !== "object" || value === null) return NO_FILTER;
  const { text, states } = value as { text?: unknown; states?: unknown };
  return {
    text: typeof text === "string" ? text : "",
    states: Array.isArray(states) ? STATE_GROUPS.filter((group) => states.includes(group)) : [],
  };
}
