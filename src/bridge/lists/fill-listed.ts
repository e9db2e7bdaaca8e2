/** A template's words, filled in for each of those whom a text is for, with what is known of them alone. */
import type { Line, Member } from "../../domain/directory.ts";
import { memberByUsername } from "../../domain/directory.ts";
import type { FilledTemplate } from "../../domain/filled-template.ts";
import type { TemplateId } from "../../domain/ids.ts";
import type { FilledFor } from "../../domain/list-filling.ts";
import type { Candidate } from "../../domain/list-plan.ts";
import type { Recipient } from "../../domain/recipients.ts";
import { longestStaffText } from "../../domain/staff.ts";
import { fillTemplate, type TemplateFacts } from "../../domain/template-text.ts";
import type { Context } from "../context/context.ts";
import type { Known } from "../contracts/store/contacts.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { colleagueFacts, factsOfContact } from "../template-library/template-facts.ts";
import { addressOf } from "./list-facts.ts";

/** The template that a text is of, as it is sent. */
export interface SentTemplate {
  readonly id: TemplateId;
  readonly version: number;
  /** What its author said where it asks for something, by its name; null: its braces are words, and nothing is filled in. */
  readonly values: Readonly<Record<string, string>> | null;
}

/** From whom, from which line (null: it stays with the team), and when it would be read. */
export interface FilledFrom {
  readonly people: People;
  readonly member: Member;
  readonly line: Line | null;
  readonly at: number;
}

export interface FilledText extends Pick<SentTemplate, "values"> {
  readonly body: string;
}

/** Of those who would get it, in their order. */
export async function fillEach(
  ctx: Context,
  tx: Tx,
  from: FilledFrom,
  text: FilledText,
  candidates: readonly Candidate[],
): Promise<FilledFor[]> {
  const reached = candidates.filter(({ bar }) => bar === null);
  const known = await knownOf(tx, reached);
  const maxText = from.line === null ? 0 : (ctx.carriers.get(from.line.carrier)?.capabilities.maxText ?? 0);
  return reached.map(({ recipient, who }) => ({
    who,
    filled: filledText(text, factsOf(from, recipient, known)),
    most: recipient.kind === "outside" ? maxText : longestStaffText,
    leaves: recipient.kind === "outside",
  }));
}

export async function fillFor(
  tx: Tx,
  from: FilledFrom,
  text: FilledText,
  recipient: Recipient,
): Promise<FilledTemplate> {
  if (text.values === null) return { text: text.body, gaps: [] };
  return filledText(text, factsOf(from, recipient, await knownOf(tx, [{ recipient }])));
}

async function knownOf(
  tx: Tx,
  each: readonly Pick<Candidate, "recipient">[],
): Promise<ReadonlyMap<string, Known>> {
  const addresses = each.flatMap(({ recipient }) =>
    recipient.kind === "outside" ? [addressOf(recipient)] : [],
  );
  return new Map((await tx.contacts.among(addresses)).map((one) => [one.address, one]));
}

function factsOf(
  { people: { directory }, member, line, at }: FilledFrom,
  recipient: Recipient,
  known: ReadonlyMap<string, Known>,
): TemplateFacts {
  if (recipient.kind === "outside") {
    const address = addressOf(recipient);
    return factsOfContact(directory, { member, line, at, contact: known.get(address) ?? null, address });
  }
  const colleague = memberByUsername(directory, recipient.username);
  return colleagueFacts(directory, { member, line, at, colleague });
}

export function filledText({ body, values }: FilledText, facts: TemplateFacts): FilledTemplate {
  const said = new Map([...facts.values, ...Object.entries(values ?? {})]);
  return fillTemplate({ text: body, literal: false }, { ...facts, values: said });
}
