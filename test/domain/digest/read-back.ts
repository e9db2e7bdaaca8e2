/** Reads a record as a person does who sees it in its form: which entries there are, and what each says. */
import type { DigestForm } from "../../../src/domain/digest.ts";

export interface ReadEntry {
  readonly head: string;
  readonly lines: readonly string[];
  readonly remarks: readonly string[];
}

const begins = /^\d{1,2}:\d\d [AP]M/;
const piece = /^(\d{1,2}:\d\d [AP]M(?: [^,(]+)?) \((\d+) of (\d+)\)/;

/** All pieces of one record; entries that were cut are whole again. */
export function readBack(bodies: readonly string[], form: DigestForm): ReadEntry[] {
  const entries = bodies.flatMap((body) => readers[form](body)).filter(({ head }) => begins.test(head));
  const whole: ReadEntry[] = [];
  for (const entry of entries) {
    const [mark = "", time = "", number = "1"] = piece.exec(entry.head) ?? [];
    const before = number === "1" ? undefined : whole.pop();
    const lines = [...(before?.lines ?? []), ...entry.lines];
    whole.push({ ...entry, head: entry.head.replace(mark, time), lines });
  }
  return whole;
}

const readers: Readonly<Record<DigestForm, (body: string) => ReadEntry[]>> = {
  text: (body) =>
    body.split("\n\n").map((block) => {
      const [head = "", ...rest] = block.split("\n");
      const lines = rest.filter((line) => line.startsWith(">")).map((line) => line.replace(/^> ?/, ""));
      return { head, lines, remarks: rest.filter((line) => /^\[.*\]$/u.test(line)) };
    }),
  html: (body) =>
    [...body.matchAll(/<p>(.*?)<\/p>/gsu)].map(([, inner = ""]) => {
      const rows = inner.split("<br>");
      const remarks = rows.filter((row) => row.startsWith("<em>"));
      const [head = "", ...lines] = rows.filter((row) => !row.startsWith("<em>")).map(readHtml);
      return { head, lines, remarks };
    }),
  markdown: (body) => {
    const entries: { head: string; lines: string[]; remarks: string[] }[] = [];
    for (const block of body.split("\n\n")) {
      const [entry] = entries.slice(-1);
      if (block.startsWith("**"))
        entries.push({ head: readMarkdown(block.slice(2, -2)), lines: [], remarks: [] });
      else if (block.startsWith(">"))
        entry?.lines.push(
          ...block.split("\n").map((line, index, all) => {
            const words = line.replace(/^> ?/, "");
            const goesOn = index < all.length - 1 && words !== "" && all[index + 1] !== ">";
            return readMarkdown(goesOn ? words.slice(0, -1) : words);
          }),
        );
      else if (block.startsWith("*")) entry?.remarks.push(...block.split("\\\n"));
    }
    return entries;
  },
};

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

function readHtml(row: string): string {
  return row.replace(/<\/?strong>/g, "").replace(/&[a-z#0-9]+;/g, (entity) => entities[entity] ?? entity);
}

function readMarkdown(line: string): string {
  return line.replace(/\\([!-/:-@[-`{-~])|&nbsp;|&#9;/g, (found, sign?: string) => {
    if (sign !== undefined) return sign;
    return found === "&#9;" ? "\t" : " ";
  });
}

/** The tags that stand open at the end, in order; a closing one that fits nothing is told as it is. */
export function openTags(body: string): string[] {
  const open: string[] = [];
  for (const [tag, closes = "", name = ""] of body.matchAll(/<(\/?)([^\s>]*)[^>]*>/gu)) {
    if (name === "br") continue;
    if (closes === "") open.push(name);
    else if (open.at(-1) === name) open.pop();
    else open.push(tag);
  }
  return open;
}
