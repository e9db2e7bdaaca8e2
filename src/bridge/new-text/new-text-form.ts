/** The form in which a member begins a text: what it offers them, and how those are called whom it is to go to. */
import { allowedLines } from "../../domain/allowed-lines.ts";
import { type Contact, labelOf } from "../../domain/contact.ts";
import {
  type Directory,
  type Group,
  groupByExtension,
  type Line,
  type Member,
  memberByUsername,
  membersOfGroup,
} from "../../domain/directory.ts";
import type { Address, E164, SlackUserId } from "../../domain/ids.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { formatPhone } from "../../domain/phone.ts";
import { type Chosen, chosenValue } from "../../domain/recipient.ts";
import type { TemplateUsed } from "../messages/draft.ts";
import type { Answers } from "./template-in-form.ts";

export interface NewTextForm {
  /** From which they may text; the first is meant where none is chosen. None: colleagues alone can be written to. */
  readonly lines: readonly LineOption[];
  readonly to: readonly RecipientOption[];
  readonly text: string;
}

/** What was filled in. */
export interface NewText {
  readonly user: SlackUserId;
  /** The values of what was chosen. */
  readonly to: readonly string[];
  /** Null where there was no choice. */
  readonly line: E164 | null;
  readonly body: string;
  /** When it is to leave; null: now. Milliseconds. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
  /** Whose words stand in the body; null: then braces are words. */
  readonly template: TemplateUsed | null;
  /** What was said to what the body asks, by the id of that. */
  readonly answers: Answers;
  /** What they were asked before they sent this, if it was the same. */
  readonly asked: string | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export interface LineOption {
  readonly number: E164;
  readonly label: string;
}

export interface RecipientOption {
  readonly value: string;
  readonly label: string;
}

export function lineOptions(directory: Directory, member: Member): readonly LineOption[] {
  return allowedLines(directory, member).map(lineOption);
}

/** Two letters: of which country numbers are that a member types without a country's code. */
export function countryFor(directory: Directory, member: Member): string {
  const line = allowedLines(directory, member)[0] ?? directory.lines[0];
  return line === undefined ? "US" : countryOfLine(line);
}

export function lineOption({ number, name }: Line): LineOption {
  return { number, label: `${name}, ${formatPhone(number)}` };
}

/** @param contact what is known at the desk of a number. */
export function recipientOption(
  directory: Directory,
  chosen: Chosen,
  contact: Contact | null = null,
): RecipientOption {
  return { value: chosenValue(chosen), label: nameOfChosen(directory, chosen, contact) };
}

function nameOfChosen(directory: Directory, chosen: Chosen, contact: Contact | null): string {
  switch (chosen.kind) {
    case "number":
      return labelOf(directory, contact ?? unknown(chosen.number));
    case "member": {
      const member = memberByUsername(directory, chosen.username);
      return member === null ? chosen.username : memberLabel(member);
    }
    case "group": {
      const group = groupByExtension(directory, chosen.extension);
      return group === null ? chosen.extension : groupLabel(directory, group);
    }
    case "typed":
      return chosen.typed;
  }
}

function unknown(number: E164): Contact {
  return { address: number as string as Address, givenName: null, shared: false };
}

/** `Dee Park (dee, 102)`. */
export function memberLabel({ name, username, extension }: Member): string {
  const names = extension === undefined ? username : `${username}, ${extension}`;
  return name === undefined ? names : `${name} (${names})`;
}

/** `Front desk (200), 4 people`. */
export function groupLabel(directory: Directory, group: Group): string {
  const { length } = membersOfGroup(directory, group);
  return `${group.name} (${group.extension}), ${length} ${length === 1 ? "person" : "people"}`;
}
