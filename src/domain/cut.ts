const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** At most `max` UTF-16 units with the ellipsis, and no character is cut in two. */
export function cut(line: string, max: number): string {
  if (line.length <= max) return line;
  const end = graphemes.segment(line).containing(Math.max(max - 1, 0))?.index ?? 0;
  return max < 1 ? "" : `${line.slice(0, end).trimEnd()}…`;
}
