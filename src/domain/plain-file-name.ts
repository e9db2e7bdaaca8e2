/** A file's name where only plain signs are safe: in an address, in a header, on any phone. */
import { labelOfType, safeKindOfType } from "./file-kind.ts";
import { oneLineName } from "./file-name.ts";

/** With its ending; some phones cut what is longer. */
const longest = 20;

/** @param name how its author called it; null: it is called by what it is. */
export function plainFileName(name: string | null, contentType: string): string {
  const kind = safeKindOfType(contentType);
  const ending = kind === null ? "" : `.${kind.ending}`;
  const most = longest - ending.length;
  const called = plain((name === null ? null : oneLineName(name)) ?? "", most);
  return `${called === "" ? plain(kind?.label ?? labelOfType(contentType), most) : called}${ending}`;
}

/** Letters with marks lose them. */
function plain(name: string, most: number): string {
  const bare = name.normalize("NFKD").replace(/\p{M}/gu, "");
  return bare
    .replace(/[^A-Za-z0-9]+/g, "-")
    .slice(0, most)
    .replace(/^-+|-+$/g, "");
}
