/** A name that a sender gave to a file, as it may be shown: without folders, its ending, and what would hide something. */

const longest = 60;

/** Null where nothing is left of it. */
export function oneLineName(name: string): string | null {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const shown = last.replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, "").replace(/\s+/g, " ");
  const bare = shown.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/^[.\s]+|[.\s]+$/g, "");
  return bare === "" ? null : [...bare].slice(0, longest).join("").trim();
}
