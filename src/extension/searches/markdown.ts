/** A text that Markdown shows as it is, on one line: names and messages come from files and servers. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&$:/@]/g, "\\$&");
}

/** A table of names and values without a header; values are escaped. */
export function markdownTable(rows: readonly (readonly [name: string, value: string])[]): string {
  return ["| | |", "|:--|:--|", ...rows.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`)].join("\n");
}
