/** As much of SOSL as looks for people by words: `FIND {...} IN PHONE FIELDS RETURNING Contact(...), Lead(...) LIMIT n`. */
import type { Person } from "../crm/entities.ts";
import type { CrmAnswer } from "../crm/vendor.ts";
import { nameOf } from "../crm/views.ts";
import type { CrmWorld } from "../crm/world.ts";
import { refuse } from "./answers.ts";
import { attributed, nested } from "./render.ts";
import { isLead, personRow, tableOf } from "./tables.ts";

const FORM =
  /^FIND\s*\{((?:\\.|[^\\}])*)\}\s*IN\s+(PHONE|NAME|EMAIL|ALL)\s+FIELDS\s+RETURNING\s+(.+?)(?:\s+LIMIT\s+(\d+))?\s*$/is;
const RETURNED = /(\w+)\s*\(([^()]*)\)\s*,?\s*/g;
const MOST = 2_000;

export function searchPeople(world: CrmWorld, text: string): CrmAnswer {
  const [, words = "", group = "", returning = "", limit] = FORM.exec(text.trim()) ?? [];
  const wanted = termsIn(words);
  if (group === "" || wanted === null) return refuse(400, "MALFORMED_SEARCH", "line 1: unexpected token");
  const found: object[] = [];
  for (const [, type = "", inside = ""] of returning.matchAll(RETURNED)) {
    const [list = "", where = ""] = inside.split(/\s+WHERE\s+/i);
    const fields = list.split(",").map((field) => field.trim());
    const table = tableOf(world, type);
    if (table === null) return refuse(400, "INVALID_TYPE", `sObject type '${type}' is not supported.`);
    const odd = fields.find((field) => !table.fields.includes(field));
    if (odd !== undefined) return refuse(400, "INVALID_FIELD", `No such column '${odd}' on entity '${type}'`);
    if (where !== "" && !/^IsConverted\s*=\s*false$/i.test(where.trim()))
      return refuse(400, "INVALID_FIELD", "this condition is not known here");
    for (const person of world.shownPeople())
      if (isLead(person) === (type === "Lead") && holds(person, group.toUpperCase(), wanted))
        found.push(attributed(type, nested(personRow(world, person), fields)));
  }
  return { status: 200, body: { searchRecords: found.slice(0, Math.min(Number(limit ?? MOST), MOST)) } };
}

/** One of the lists has to be there whole: what stands between ORs. */
type Terms = readonly (readonly Term[])[];

interface Term {
  /** Words that follow each other. */
  readonly phrase: readonly string[];
  /** The last word may go on. */
  readonly goesOn: boolean;
}

/** Null: reserved characters that nobody escaped, or nothing to look for. */
function termsIn(words: string): Terms | null {
  const tokens = words.match(/"(?:\\.|[^"\\])*"|(?:\\.|[^\s\\"])+|"/g) ?? [];
  const lists: Term[][] = [[]];
  for (const token of tokens) {
    if (token === "OR") lists.push([]);
    else if (token !== "AND") {
      const term = termIn(token);
      if (term === null) return null;
      lists.at(-1)?.push(term);
    }
  }
  const searched = lists
    .flat()
    .flatMap(({ phrase }) => phrase)
    .join("");
  return searched.length < 2 || lists.some((list) => list.length === 0) ? null : lists;
}

function termIn(token: string): Term | null {
  const isPhrase = token.startsWith('"') && token.length > 1;
  const goesOn = !isPhrase && token.endsWith("*") && !token.endsWith("\\*");
  const inside = isPhrase ? token.slice(1, -1) : goesOn ? token.slice(0, -1) : token;
  if (!isPhrase && /(?<!\\)[?&|!{}[\]()^~*:"'+-]/.test(inside)) return null;
  return { phrase: wordsOf(inside.replace(/\\(.)/g, "$1")), goesOn };
}

/** Its index holds words and groups of digits; signs between them do not count. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function holds(person: Person, group: string, terms: Terms): boolean {
  const { phone, mobile, email, company } = person;
  const inGroup: Readonly<Record<string, readonly (string | null)[]>> = {
    PHONE: [phone, mobile],
    NAME: [nameOf(person)],
    EMAIL: [email],
    ALL: [phone, mobile, nameOf(person), email, company],
  };
  const held = (inGroup[group] ?? []).map((value) => wordsOf(value ?? ""));
  return terms.some((list) => list.every((term) => held.some((words) => follows(words, term))));
}

function follows(words: readonly string[], { phrase, goesOn }: Term): boolean {
  return words.some((_, start) =>
    phrase.every((wanted, index) => {
      const word = words[start + index];
      const isLast = index === phrase.length - 1;
      return word === wanted || (goesOn && isLast && word?.startsWith(wanted) === true);
    }),
  );
}
