import type { DoctorCheck } from "../../protocol/runner.ts";

const marks: Record<DoctorCheck["state"], string> = { problem: "❌", warning: "⚠️", ok: "✅" };

/** The doctor's findings as Markdown that also reads well as text: what needs attention first. */
export function doctorReport(checks: readonly DoctorCheck[], at: Date): string {
  const attention = [...ofState(checks, "problem"), ...ofState(checks, "warning")];
  return [
    `# Self-Pruner Doctor: ${verdict(checks)}`,
    ...section("Needs attention", attention),
    ...section("In order", ofState(checks, "ok")),
    "",
    `Looked at ${at.toISOString()}.`,
    "",
  ].join("\n");
}

const AGAIN = "Run *Self-Pruner: Doctor* to look again.";

/** What a report says once the window was loaded anew. @param kept the report as it was kept, of whatever version */
export function keptReport(kept: unknown): string {
  if (typeof kept !== "string" || kept === "") return `# Self-Pruner Doctor\n\nThere is no report yet. ${AGAIN}\n`;
  return kept.includes(AGAIN) ? kept : `${kept}\nThis report is from before the window was loaded. ${AGAIN}\n`;
}

/** `1 problem and 2 warnings`, `all is in order`. */
export function verdict(checks: readonly DoctorCheck[]): string {
  const counts = (["problem", "warning"] as const)
    .map((state) => ({ state, count: ofState(checks, state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}${count === 1 ? "" : "s"}`);
  return counts.length === 0 ? "all is in order" : counts.join(" and ");
}

function section(title: string, checks: readonly DoctorCheck[]): string[] {
  if (checks.length === 0) return [];
  return [
    "",
    `## ${title}`,
    "",
    ...checks.map(({ state, name, text }) => `- ${marks[state]} **${name}**: ${oneLine(text)}`),
  ];
}

/** An error may have lines, which would end the list. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

function ofState(checks: readonly DoctorCheck[], state: DoctorCheck["state"]): DoctorCheck[] {
  return checks.filter((check) => check.state === state);
}
