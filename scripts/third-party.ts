/** The licences of what the bundles are made of, which have to come with them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string; license?: string }>>;
}

/** @returns one text with the licence of every package of `root` that is no development tool */
export function thirdPartyLicences(root: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== "" && !dev && existsSync(join(root, path)))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return `${name} ${version} (${license})\n\n${licenceOf(join(root, path))}`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

function licenceOf(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return files.map((name) => `${readFileSync(join(folder, name), "utf8").trim()}\n`).join("\n");
}
