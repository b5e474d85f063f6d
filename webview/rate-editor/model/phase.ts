import type { FixName, RateFileView } from "../../../src/protocol/rate-editor.ts";

/** What there is to show of a file. */
export type Phase =
  | { readonly kind: "loading" }
  | { readonly kind: "bars" }
  /** No layer has a rate: why, and what can be done. */
  | {
      readonly kind: "empty";
      readonly title: string;
      readonly text: string;
      readonly fix: { readonly name: FixName; readonly title: string } | undefined;
    };

export function phaseOf(file: RateFileView | undefined): Phase {
  if (!file) return { kind: "loading" };
  if (file.layers.some(({ rate }) => rate)) return { kind: "bars" };
  const { layers } = file.fixes;
  if (layers !== undefined) {
    const text = "Bars are drawn as soon as the file gives its layers a rate.";
    return { kind: "empty", title: "No layers yet", text, fix: { name: "layers", title: layers } };
  }
  return { kind: "empty", title: "Nothing to draw", text: whyEmpty(file), fix: undefined };
}

function whyEmpty({ problems: { first }, model }: RateFileView): string {
  const reason = first ? `Line ${first.line}: ${first.message}` : "The file gives no layer a rate.";
  return model || first ? reason : `${reason} Name a model, and its layers can be added.`;
}
