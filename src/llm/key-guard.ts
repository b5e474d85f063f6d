import { UserError } from "../base/errors.ts";

/** A shorter key (`none`, `1`) is a placeholder for a local server: hiding it would spoil ordinary text. */
const SHORTEST_SECRET = 8;

/** Replaces the key wherever it stands in a text. */
export type Redact = (text: string) => string;

/** Whether a key is worth hiding: none that is a placeholder, and no number, which rates may be written like. */
export function isSecret(key: string): boolean {
  return key.length >= SHORTEST_SECRET && /[^\d.]/.test(key);
}

/** What keeps `key` out of everything that is shown or stored. */
export function redactorOf(key: string | undefined): Redact {
  return key !== undefined && isSecret(key) ? (text) => text.replaceAll(key, "***") : (text) => text;
}

/**
 * The address of an endpoint, checked before it is stored or shown anywhere.
 *
 * @throws UserError when it is not http(s) or carries a user name or password; the message does not repeat the address
 */
export function checkedBaseUrl(address: string): string {
  const url = URL.parse(address);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UserError("base-url-invalid", "The base URL of the LLM is not an http or https address.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new UserError(
      "base-url-credentials",
      "The base URL of the LLM carries a user name or password.",
      "Leave them out of the URL and give the key as the API key.",
    );
  }
  return address;
}
