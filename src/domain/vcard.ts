/** Contacts in a vCard file (3.0, 4.0): their names, numbers, companies and time zones; all else in it is left out. */
import type { ContactRow } from "./contacts-file.ts";
import { shorten } from "./directory-fields.ts";
import type { Problem } from "./outline.ts";

export interface ReadVcards {
  /** One for each number. */
  readonly rows: readonly ContactRow[];
  readonly problems: readonly Problem[];
  /** How many cards have no number. */
  readonly withoutNumber: number;
}

interface Property {
  readonly line: number;
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

export function readVcards(text: string): ReadVcards {
  const rows: ContactRow[] = [];
  const problems: Problem[] = [];
  let withoutNumber = 0;
  let card: { readonly line: number; readonly properties: Property[] } | null = null;
  for (const property of unfolded(text)) {
    const { name, value, line } = property;
    if (name === "BEGIN") {
      if (card !== null) problems.push({ line, sentence: `The card of line ${card.line} does not end.` });
      card = { line, properties: [] };
    } else if (card === null) {
      problems.push({ line, sentence: "This belongs to no card. A card begins with BEGIN:VCARD." });
      card = { line, properties: [] };
    } else if (name === "END") {
      const found = rowsOf(card.properties);
      if (found.length === 0) withoutNumber += 1;
      rows.push(...found);
      card = null;
    } else if (name === "VERSION" && !/^[34]\.0$/.test(value.trim())) {
      const sentence = `This card is of version ${shorten(value.trim())}. Save it as 3.0 or 4.0.`;
      problems.push({ line, sentence });
    } else card.properties.push(property);
  }
  if (card !== null) problems.push({ line: card.line, sentence: "This card does not end with END:VCARD." });
  return { rows, problems, withoutNumber };
}

/** A line that begins with a space goes on with the one before it. */
function unfolded(text: string): Property[] {
  const logical: { line: number; text: string }[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const last = logical.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.text += line.slice(1);
    else if (line.trim() !== "") logical.push({ line: index + 1, text: line });
  }
  return logical.map(({ line, text: whole }) => {
    const [, name = whole, parameters = "", value = ""] =
      /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^:"])*)?):([\s\S]*)$/.exec(whole) ?? [];
    return { line, name: name.toUpperCase(), parameters: parameters.toUpperCase(), value };
  });
}

function rowsOf(properties: readonly Property[]): ContactRow[] {
  const textOf = (name: string) => properties.find((property) => property.name === name)?.value ?? "";
  const name = unescaped(textOf("FN")).trim() || nameOf(textOf("N"));
  const [organization = ""] = textOf("ORG").split(/(?<!\\);/);
  const company = unescaped(organization).trim();
  const timeZone = textOf("TZ");
  return properties
    .filter((property) => property.name === "TEL")
    .map(({ line, value }) => ({
      line,
      number: unescaped(value)
        .replace(/^tel:/i, "")
        .replace(/;ext=.*$/i, ""),
      name,
      ...(company === "" ? {} : { company }),
      // An offset does not say where somebody is.
      ...(/^[A-Za-z]+\/[A-Za-z_/-]+$/.test(timeZone) ? { timeZone } : {}),
    }));
}

/** Family name, given name, further ones. */
function nameOf(value: string): string {
  const [family = "", given = "", more = ""] = value.split(/(?<!\\);/).map((part) => unescaped(part).trim());
  return [given, more, family].filter((part) => part !== "").join(" ");
}

function unescaped(value: string): string {
  return value.replace(/\\([\\,;nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? "\n" : escaped));
}
