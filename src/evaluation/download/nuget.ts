import * as z from "zod";
import { messageOf, UserError } from "../../base/errors.ts";
import { refused } from "./download.ts";

/** Where a package lies and what its bytes must hash to. */
export interface NugetPackage {
  readonly url: string;
  /** Base64. */
  readonly sha512: string;
}

const ServiceIndex = z.object({ resources: z.array(z.object({ "@id": z.url(), "@type": z.string() })) });
const RegistrationLeaf = z.object({ catalogEntry: z.url(), packageContent: z.url() });
const CatalogLeaf = z.object({ packageHash: z.base64(), packageHashAlgorithm: z.literal("SHA512") });

/**
 * Finds a package on a NuGet server by its V3 protocol: service index → registration leaf → catalog leaf, the one place
 * that publishes the hash (learn.microsoft.com/nuget/api). Throws UserError `download-failed`.
 *
 * @param index URL of the server's service index
 */
export async function findNugetPackage(
  index: string,
  id: string,
  version: string,
  signal: AbortSignal,
): Promise<NugetPackage> {
  const { resources } = await fetchJson(index, ServiceIndex, signal);
  const registrations = resources.find((resource) => resource["@type"] === "RegistrationsBaseUrl/3.6.0");
  if (!registrations) throw new UserError("download-failed", `${index} is not the index of a NuGet V3 server.`);
  const base = registrations["@id"].replace(/\/?$/, "/");
  const leaf = await fetchJson(`${base}${id.toLowerCase()}/${version}.json`, RegistrationLeaf, signal);
  const { packageHash } = await fetchJson(leaf.catalogEntry, CatalogLeaf, signal);
  return { url: leaf.packageContent, sha512: packageHash };
}

async function fetchJson<Shape>(url: string, shape: z.ZodType<Shape>, signal: AbortSignal): Promise<Shape> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw refused(url, response);
    return shape.parse(await response.json());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    const reason =
      error instanceof z.ZodError || error instanceof SyntaxError ? "its answer is not understood" : reasonOf(error);
    throw new UserError("download-failed", `${url} cannot be read: ${reason}.`, "Check the network and try again.");
  }
}

/** `fetch` says "fetch failed" and hides why in the cause. */
function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
}
