/** Writes what one of those on a list gets, as things stand by now, inside the transaction that says so on the list. */
import { lineByNumber, type Member, memberByUsername } from "../../domain/directory.ts";
import type { E164, Username } from "../../domain/ids.ts";
import { notFilledWords } from "../../domain/list-filling.ts";
import { barWords, heldWords } from "../../domain/list-plan.ts";
import type { Recipient } from "../../domain/recipients.ts";
import { beginText } from "../composing/begin-text.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { List, Listed } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { TemplateUsed } from "../messages/draft.ts";
import { writeToMember } from "../staff/write-to-staff.ts";
import { fillFor } from "./fill-listed.ts";
import { addressOf, candidatesOf } from "./list-facts.ts";

/** It may not be written after all: what was opened for it is undone. */
export class NotWritten extends Error {
  readonly position: number;
  readonly reason: string;
  constructor(position: number, reason: string) {
    super("a text of a list may not be written");
    this.position = position;
    this.reason = reason;
  }
}

/** False where nothing was written that a carrier is handed. */
export async function writeListed(ctx: Context, tx: Tx, list: List, listed: Listed): Promise<boolean> {
  const people = await tx.directories.people();
  const { directory } = people;
  const member = memberByUsername(directory, list.author);
  const line = lineByNumber(directory, list.line);
  if (member === null || userOf(people, member.username) === null)
    return await endAll(tx, list, "its sender has left");
  const recipient = recipientOf(listed);
  if (line === null && recipient.kind === "outside")
    return await endAll(tx, list, "its line is not in the directory any more");
  const from = { people, member, line, at: ctx.now() };
  const [candidate] = await candidatesOf(ctx, tx, from, [recipient]);
  if (candidate === undefined) throw new Error("a recipient of whom nothing could be said");
  const { bar, quietUntil } = candidate;
  if (bar !== null) {
    await tx.lists.settle(list.id, listed.position, { state: "refused", reason: barWords(bar) });
    return false;
  }
  if (quietUntil !== null && quietUntil > ctx.now()) {
    await tx.lists.settle(list.id, listed.position, { notBefore: quietUntil });
    return false;
  }
  const filled = await fillFor(tx, from, list, recipient);
  const missing = notFilledWords(filled);
  if (missing !== null) {
    await tx.lists.settle(list.id, listed.position, { state: "refused", reason: missing });
    return false;
  }
  const writing = { list, listed, people, member, body: filled.text };
  if (recipient.kind === "member") return await writeInSlack(ctx, tx, writing, recipient.username);
  if (line === null) throw new Error("a text of a list without a line");
  const { written } = await beginText(ctx, tx, {
    people,
    member,
    line,
    to: addressOf(recipient),
    opens: "quiet",
    origin: "list",
    body: filled.text,
    later: null,
    list: list.id,
    template: templateOf(list),
  });
  const { verdict, message } = written;
  if (verdict.kind !== "text") throw new NotWritten(listed.position, heldWords(verdict.reason));
  if (message === null) throw new Error("a text that may leave and was not written");
  await tx.lists.settle(list.id, listed.position, { state: "written", messageId: message.id });
  return true;
}

function templateOf({ templateId: id, templateVersion: version }: List): TemplateUsed | null {
  return id === null || version === null ? null : { id, version };
}

/** Nobody on it gets anything any more. */
async function endAll(tx: Tx, { id }: List, reason: string): Promise<false> {
  await tx.lists.endPending(id, { state: "refused", reason });
  return false;
}

interface Writing {
  readonly list: List;
  readonly listed: Listed;
  readonly people: People;
  readonly member: Member;
  readonly body: string;
}

/** To one of the team: it is delivered at the desk, and no carrier has to do with it. */
async function writeInSlack(
  ctx: Context,
  tx: Tx,
  { list, listed, people, member: author, body }: Writing,
  to: Username,
): Promise<false> {
  const act = `list:${list.id}:${listed.position}`;
  const { kind } = await writeToMember(ctx, tx, { people, author, to, body, act });
  const change =
    kind === "written"
      ? ({ state: "written" } as const)
      : ({ state: "refused", reason: "it can't be delivered to them in Slack" } as const);
  await tx.lists.settle(list.id, listed.position, change);
  return false;
}

function recipientOf({ kind, recipient }: Listed): Recipient {
  return kind === "contact"
    ? { kind: "outside", number: recipient as E164 }
    : { kind, username: recipient as Username };
}
