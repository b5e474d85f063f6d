import type { Actions, View } from "../store/view.ts";

/**
 * A part of the panel. It is made once; `update` is called at most once a frame, and only when something changed. A
 * section compares what it drew last with the view and touches only what differs.
 */
export interface Section {
  readonly element: HTMLElement;
  update(view: View): void;
  dispose(): void;
}

/** Makes a section; one file each exports one. */
export type SectionFactory = (actions: Actions) => Section;
