import { duration } from "../../../protocol/text/numbers.ts";
import type { LimitKind } from "../answers.ts";

/** How a limit is asked for and read. */
interface Limit {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** @returns undefined when the text is no such limit */
  readonly read: (text: string) => number | undefined;
  readonly mistake: string;
  /** As it can be typed again. */
  readonly write: (value: number) => string;
}

export const limits: Readonly<Record<LimitKind, Limit>> = {
  evaluations: {
    title: "Budget: Evaluations",
    prompt: "Candidates that are scored at most.",
    placeholder: "100",
    read: readCount,
    mistake: "It must be a whole number from 1 on.",
    write: String,
  },
  seconds: {
    title: "Budget: Time",
    prompt: "Running time at most, such as 30 min, 2 h or 1:30:00.",
    placeholder: "30 min",
    read: readSeconds,
    mistake: "It must be a time such as 90 s, 30 min, 2 h or 1:30:00.",
    write: duration,
  },
  llmMoney: {
    title: "Budget: LLM Money",
    prompt: "US dollars for the LLM at most, by the prices in the settings.",
    placeholder: "2.50",
    read: readMoney,
    mistake: "It must be an amount above 0, such as 2.50.",
    write: String,
  },
};

/** `100 evaluations`, `30:00`, `$2.5`. */
export function limitWords(kind: LimitKind, value: number): string {
  const text = limits[kind].write(value);
  if (kind === "evaluations") return `${text} evaluations`;
  return kind === "seconds" ? text : `$${text}`;
}

export function limitText(kind: LimitKind, value: number): string {
  return limits[kind].write(value);
}

function readCount(text: string): number | undefined {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : 0;
  return value > 0 && Number.isSafeInteger(value) ? value : undefined;
}

function readMoney(text: string): number | undefined {
  const [, number] = /^\s*\$?\s*(\d+(?:\.\d+)?|\.\d+)\s*$/.exec(text) ?? [];
  return above0(Number(number ?? 0));
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A bare number is minutes. @returns seconds */
function readSeconds(text: string): number | undefined {
  const clock = /^\s*(?:(\d+):)?(\d+):([0-5]\d)\s*$/.exec(text);
  if (clock) {
    const [, hours = "0", minutes = "0", seconds = "0"] = clock;
    return above0(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  }
  const [, number, unit = "m"] =
    /^\s*(\d+(?:\.\d+)?)\s*(?:(s|m|h|d)(?:ec|econds?|in|inutes?|r|rs|ours?|ays?)?)?\s*$/i.exec(text) ?? [];
  return above0(Number(number ?? 0) * (units[unit.toLowerCase()] ?? 0));
}

function above0(value: number): number | undefined {
  return value > 0 ? value : undefined;
}
