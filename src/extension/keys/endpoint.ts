import { UserError } from "../../base/errors.ts";

/** The server that a key is sent to, and no other. */
export interface Endpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  /** As a person knows it. */
  readonly name: string;
}

export const OPENAI: Endpoint = { origin: "https://api.openai.com", name: "OpenAI" };

/**
 * The endpoint of a base URL.
 *
 * @param baseUrl undefined for OpenAI itself
 * @throws UserError `base-url-invalid` or `base-url-credentials`; no message repeats the address, which may hold a secret
 */
export function endpointOf(baseUrl: string | undefined): Endpoint {
  if (baseUrl === undefined) return OPENAI;
  const url = URL.parse(baseUrl.trim());
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UserError("base-url-invalid", "The base URL is not an http or https address.", EXAMPLE);
  }
  if (url.username !== "" || url.password !== "") {
    const way = "Leave them out of the URL; the key is asked for by itself.";
    throw new UserError("base-url-credentials", "The base URL carries a user name or password.", way);
  }
  return url.origin === OPENAI.origin ? OPENAI : { origin: url.origin, name: url.host };
}

/** What to know of an address that can be used, one sentence, or undefined. */
export function endpointWarning(baseUrl: string): string | undefined {
  const url = URL.parse(baseUrl.trim());
  if (url?.protocol !== "http:" || isThisMachine(url.hostname)) return undefined;
  return `Without https, whoever sits between here and ${url.host} can read the key and what is asked.`;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

/** Whether an address can be an LLM's. */
export function isBaseUrl(address: string): boolean {
  try {
    endpointOf(address);
    return true;
  } catch {
    return false;
  }
}

const EXAMPLE = "Such as http://localhost:8000/v1.";
