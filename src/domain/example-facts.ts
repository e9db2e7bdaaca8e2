/** Somebody whom nobody knows, so that a template can be seen filled in before it is used. */
import type { Directory, Line, Member } from "./directory.ts";
import { firstName } from "./first-name.ts";
import type { E164 } from "./ids.ts";
import { formatPhone } from "./phone.ts";
import { plainDay, plainTime } from "./plain-sentence.ts";
import type { TemplateFacts } from "./template-text.ts";

/** Numbers of this kind are nobody's. */
const exampleNumber = "+15555550123" as E164;

/** By the names that templates have for them. */
export function linkValues({ links = [] }: Pick<Directory, "links">): [string, string][] {
  return links.map(({ name, url }) => [`link.${name}`, url]);
}

interface Around {
  /** Who would send it. */
  readonly member: Member | null;
  /** From where; else the directory's first. */
  readonly line?: Line | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is asked for has no example, and stays a gap. */
export function exampleFacts(directory: Directory, { member, line, at }: Around): TemplateFacts {
  const from = line ?? directory.lines[0] ?? null;
  const zone = from?.timeZone ?? directory.timeZone;
  const agent = member?.name ?? "Alex Kim";
  const values: [string, string][] = [
    ["contact.name", "Maria Lopez"],
    ["contact.first_name", "Maria"],
    ["contact.phone", formatPhone(exampleNumber)],
    ["contact.company", "Lopez Bakery"],
    ["agent.name", agent],
    ["agent.first_name", firstName(agent) ?? agent],
    ["agent.extension", member?.extension ?? "101"],
    ["line.name", from?.name ?? "Front desk"],
    ["line.number", formatPhone(from?.number ?? exampleNumber)],
    ["today", plainDay(at, zone)],
    ["time", plainTime(at, zone)],
    ...linkValues(directory),
  ];
  return { values: new Map(values), why: new Map() };
}
