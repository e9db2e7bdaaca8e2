/** What whoever runs the team has to know once, and not with each text: that it was said is remembered with the small facts. */
import { type Line, type Member, managesGroups } from "../../domain/directory.ts";
import { slackUserOf } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";

/** @param about what it is about, as long as it is so: `forgetTold` makes it news again. */
async function tellManagersOnce(ctx: Context, tx: Tx, about: string, sentence: Sentence): Promise<void> {
  const key = toldKey(about);
  if ((await tx.settings.read(key)) !== null) return;
  const people = await tx.directories.people();
  const users = people.directory.members
    .filter(managesGroups)
    .flatMap((member) => slackUserOf(member, people.identities) ?? []);
  if (users.length === 0) return;
  await tx.settings.write(key, String(ctx.now()));
  for (const user of users) await inform(ctx, tx, user, sentence, null);
}

/** It is not so any more. */
async function forgetTold(tx: Tx, about: string): Promise<void> {
  if ((await tx.settings.read(toldKey(about))) !== null) await tx.settings.drop(toldKey(about));
}

const toldKey = (about: string): string => `told.managers:${about}`;

const noRoute = ({ number }: Line): string => `no route ${number}`;

export async function tellOfNoRoute(ctx: Context, tx: Tx, line: Line): Promise<void> {
  await tellManagersOnce(ctx, tx, noRoute(line), [
    `A text came to ${line.name}, ${formatPhone(line.number)}, and the directory does not say who gets its texts. They are kept, and shown once it does. Ask whoever runs Threadline to name somebody for this line.`,
  ]);
}

export async function noteRoute(tx: Tx, line: Line): Promise<void> {
  await forgetTold(tx, noRoute(line));
}

const aboutTemplates = (carrier: string): string => `templates ${carrier} `;

/** @param news what can't be kept the same at this carrier by now, by what it is: what is not among it any more is forgotten. */
export async function tellOfTemplates(
  ctx: Context,
  tx: Tx,
  carrier: string,
  news: ReadonlyMap<string, string>,
): Promise<void> {
  const prefix = aboutTemplates(carrier);
  for (const { key } of await tx.settings.beginning(toldKey(prefix)))
    if (!news.has(key.slice(toldKey(prefix).length))) await tx.settings.drop(key);
  for (const [what, sentence] of news) await tellManagersOnce(ctx, tx, prefix + what, [sentence]);
}

const unknown = ({ username }: Member): string => `unknown member ${username}`;

/** Their texts are kept: nobody knows where to show them. */
export async function tellOfUnknown(ctx: Context, tx: Tx, member: Member): Promise<void> {
  await tellManagersOnce(ctx, tx, unknown(member), [
    `Texts for ${member.name ?? member.username} are kept and shown to nobody: Slack does not know them. Correct their entry in the directory, or invite them; the texts are shown then.`,
  ]);
}

export async function noteKnown(tx: Tx, member: Member): Promise<void> {
  await forgetTold(tx, unknown(member));
}

const inbox = (which: string): string => `inbox ${which}`;

/** @param which of a carrier's logins it is not done by, and for whom. */
export async function tellOfInbox(
  ctx: Context,
  tx: Tx,
  which: string,
  there: string,
  why: string,
): Promise<void> {
  await tellManagersOnce(ctx, tx, inbox(which), [
    `Who has a conversation, or that it is resolved, is not passed on to ${there}'s shared inbox: ${why} In Slack it stands as it is.`,
  ]);
}

export async function noteInbox(tx: Tx, which: string): Promise<void> {
  await forgetTold(tx, inbox(which));
}
