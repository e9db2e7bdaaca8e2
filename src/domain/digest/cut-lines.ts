/** Cuts words that are larger than what takes them: between lines where that is possible, else within one. */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** How far back a space is looked for, of what fits. */
const lookedBack = 0.2;

/**
 * All lines, in order, in groups whose costs together are within the limit.
 * @param cost of one line; a longer one costs no less.
 */
export function cutLines(
  lines: readonly string[],
  cost: (line: string) => number,
  limit: number,
): string[][] {
  const groups: string[][] = [];
  let group: string[] = [];
  let size = 0;
  for (const line of lines.flatMap((one) => cutLine(one, (part) => cost(part) <= limit))) {
    const more = cost(line);
    if (group.length > 0 && size + more > limit) {
      groups.push(group);
      group = [];
      size = 0;
    }
    group.push(line);
    size += more;
  }
  return [...groups, group];
}

function cutLine(line: string, fits: (part: string) => boolean): string[] {
  const parts: string[] = [];
  let rest = line;
  while (!fits(rest) && rest.length > 1) {
    const end = endOfFirst(rest, fits);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

/** Behind a space where one is near, and never within a character. */
function endOfFirst(line: string, fits: (part: string) => boolean): number {
  let [low, high] = [1, line.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(line.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  const space = line.lastIndexOf(" ", low - 1) + 1;
  if (space > low * (1 - lookedBack)) return space;
  const whole = graphemes.segment(line).containing(low)?.index ?? 0;
  return whole > 0 ? whole : low;
}
