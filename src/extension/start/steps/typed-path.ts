import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Whether a text that was typed into a list is a path rather than a filter of the list. */
export function isTypedPath(text: string): boolean {
  return isAbsolute(text) || /^~[/\\]/.test(text);
}

/** An absolute path; `~` is what a shell would make of it. */
export function pathFromTyped(text: string): string {
  return /^~[/\\]/.test(text) ? join(homedir(), text.slice(2)) : text;
}
