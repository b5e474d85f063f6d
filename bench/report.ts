/** One figure: what it is, how much, and what it must not pass. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The bound that the engine is held to, where there is one. */
  readonly bound?: { readonly kind: "at most" | "at least"; readonly value: number };
}

/** A part of the benchmark with the protocol of its figures in one sentence. */
export interface Section {
  readonly title: string;
  readonly protocol: string;
  readonly figures: readonly Figure[];
}

/** Sections as Markdown tables. */
export function toMarkdown(sections: readonly Section[]): string {
  return sections.map(sectionToMarkdown).join("\n");
}

/** Whether every figure with a bound keeps it. */
export function allWithinBounds(sections: readonly Section[]): boolean {
  return sections.every(({ figures }) => figures.every(isWithinBound));
}

function sectionToMarkdown({ title, protocol, figures }: Section): string {
  const rows = figures.map((figure) => {
    const { what, value, unit, bound } = figure;
    const verdict = bound ? `${bound.kind} ${bound.value}${isWithinBound(figure) ? "" : " — **missed**"}` : "";
    return `| ${what} | ${value.toPrecision(3)} ${unit} | ${verdict} |`;
  });
  return [`## ${title}`, "", protocol, "", "| what | figure | bound |", "| --- | ---: | --- |", ...rows, ""].join("\n");
}

function isWithinBound({ value, bound }: Figure): boolean {
  if (!bound) return true;
  return bound.kind === "at most" ? value <= bound.value : value >= bound.value;
}
