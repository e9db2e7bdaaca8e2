/** A name as it looks at a glance: without case, accents, width, what nobody sees, and signs around or between its words. */
export function atAGlance(name: string): string {
  const bare = name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .toLowerCase();
  const words = bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return words === "" ? bare.trim() : words;
}
