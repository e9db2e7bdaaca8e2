/** From which lines a member may begin a text. */
import { type Directory, type Line, lineByNumber, type Member } from "./directory.ts";

export interface AllowedLines {
  /** Each once: their own outbound line, then those of the groups that they belong to, as the directory has them. */
  readonly lines: readonly Line[];
  /** The one that is meant where nothing is said: their own, else their first group's. Null where they have none. */
  readonly standard: Line | null;
}

export function allowedLines(directory: Directory, { username, outboundLine }: Member): AllowedLines {
  const groups = directory.groups.filter(({ members }) => members.includes(username));
  const numbers = [
    ...(outboundLine === undefined ? [] : [outboundLine]),
    ...groups.map((group) => group.outboundLine),
  ];
  const lines = [...new Set(numbers)].flatMap((number) => lineByNumber(directory, number) ?? []);
  return { lines, standard: lines[0] ?? null };
}
