/**
 * Somebody says at the desk what a contact is called, for whom they work, where they are, and whether they are several. It is kept here, leads over what the
 * directory says, and shows from then on; the thread says who said so.
 */

import { readCompany } from "../../domain/company.ts";
import { companyOf, ownNameOf } from "../../domain/contact.ts";
import { readContactName } from "../../domain/contact-name.ts";
import { contactName, type Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import { numberOf, senderLabel } from "../../domain/phone.ts";
import { readZone } from "../../domain/time-zone.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  type EpisodeContext,
  memberOf,
  naming,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { remindJob } from "../outbox/kinds.ts";
import { companyWords, type Said, whereWords, whoWords } from "./contact-words.ts";

export interface Naming {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
}

/** What whoever wants to name it has to see first. */
export interface NamingForm {
  readonly episode: EpisodeId;
  /** Its number, as people write it. */
  readonly address: string;
  readonly name: string | null;
  /** For whom they work. */
  readonly company: string | null;
  /** Where they are, an IANA name; null where nobody said so. */
  readonly timeZone: string | null;
  /** Whether several people answer at the number. */
  readonly shared: boolean;
  /** What it is called where nobody gives it a name. */
  readonly inDirectory: string | null;
  /** The team's word for whom it texts with. */
  readonly customer: string;
}

/** Why it can't be, as whoever asked reads it. */
export interface NotNamed {
  readonly refusal: string;
  /** What of it is wrong; absent: its name, or all of it. */
  readonly about?: "zone" | "company";
}

export async function askContactName(ctx: Context, asked: Naming): Promise<NamingForm | NotNamed> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayName(ctx, tx, asked);
    if ("refusal" in allowed) return allowed;
    const { conversation, directory } = allowed.around;
    return {
      episode: asked.episode,
      address: senderLabel(conversation.address),
      name: ownNameOf(directory, conversation),
      company: companyOf(directory, await keptOf(tx, allowed.around)),
      timeZone: conversation.timeZone,
      shared: conversation.shared,
      inDirectory: nameInDirectory(allowed.around),
      customer: directory.customerWord,
    };
  });
}

export interface NameContact extends Naming {
  readonly typed: string;
  /** As they were typed; absent: as it was. */
  readonly company?: string;
  readonly zone?: string;
  readonly shared?: boolean;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Null when it is done, or needs no doing. */
export async function nameContact(ctx: Context, input: NameContact): Promise<NotNamed | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayName(ctx, tx, input);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    const read = readContactName(input.typed, around.directory);
    if ("problem" in read) return { refusal: read.problem };
    const { conversation, directory } = around;
    const found = zoneOf(input);
    if ("refusal" in found) return found;
    const worksFor = typedCompany(input);
    if ("refusal" in worksFor) return worksFor;
    const kept = await keptOf(tx, around);
    const { timeZone = conversation.timeZone } = found;
    const { shared = conversation.shared } = input;
    const { company = kept.company } = worksFor;
    const known = companyOf(directory, { ...kept, company: null });
    const inDirectory = nameInDirectory(around);
    const isRenamed = (read.name ?? inDirectory) !== ownNameOf(directory, conversation);
    const isElsewhere = timeZone !== conversation.timeZone;
    const isOther = shared !== conversation.shared;
    const isOfAnother = (company ?? known) !== companyOf(directory, kept);
    const isChanged = isRenamed || isElsewhere || isOther || isOfAnother;
    if (!isChanged || !(await isFirstAct(ctx, tx, input.act))) return null;
    const { contactId } = conversation;
    if (isRenamed) await tx.contacts.giveName(contactId, read.name, member.username, ctx.now());
    if (isElsewhere || isOther || isOfAnother) {
      const said = isOfAnother ? company : kept.company;
      await tx.contacts.describe(contactId, { timeZone, shared, company: said });
    }
    await showEverywhere(ctx, tx, around);
    const { user } = input;
    if (isRenamed) await say(ctx, tx, around, member, { user, name: read.name, inDirectory });
    if (isOfAnother) await sayMore(ctx, tx, around, member, user, companyWords(around, company, known));
    if (isElsewhere) await sayMore(ctx, tx, around, member, user, whereWords(around, timeZone));
    if (isOther) await sayMore(ctx, tx, around, member, user, whoWords(around, shared));
    return null;
  });
}

function zoneOf({ zone }: Pick<NameContact, "zone">): { readonly timeZone?: string | null } | NotNamed {
  if (zone === undefined) return {};
  const read = readZone(zone);
  return "problem" in read ? { refusal: read.problem, about: "zone" } : { timeZone: read.zone };
}

function typedCompany({
  company,
}: Pick<NameContact, "company">): { readonly company?: string | null } | NotNamed {
  if (company === undefined) return {};
  const read = readCompany(company);
  return "problem" in read ? { refusal: read.problem, about: "company" } : { company: read.company };
}

/** What is written down of it here. */
async function keptOf(tx: Tx, { conversation: { address } }: EpisodeContext) {
  const { company = null } = (await tx.contacts.find(address)) ?? {};
  return { address, company };
}

async function whoMayName(
  ctx: Context,
  tx: Tx,
  { episode, user }: Naming,
): Promise<{ readonly around: EpisodeContext; readonly member: Member } | NotNamed> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  if (accessOf(ctx, around, member).name) return { around, member };
  const { customerWord } = around.directory;
  return {
    refusal: `${capitalized(onlyThey(around.party, "with managers"))} can say what this ${customerWord} is called.`,
  };
}

function nameInDirectory({ directory, conversation }: EpisodeContext): string | null {
  const number = numberOf(conversation.address);
  return number && contactName(directory, number);
}

/** Every open card of the contact, whoever's it is, the one that was pressed, and the lines that name who waits. */
async function showEverywhere(
  ctx: Context,
  tx: Tx,
  { episode, conversation }: EpisodeContext,
): Promise<void> {
  const now = ctx.now();
  const open = await tx.episodes.openWith(conversation.contactId);
  for (const one of open) await enqueueCard(tx, one, now);
  if (episode.state !== "open") await enqueueCard(tx, episode, now);
  const channels = new Set(open.map(({ channel }) => channel));
  for (const { channel } of await tx.channels.reminders()) {
    if (channels.has(channel)) await enqueue(tx, remindJob, { channel }, { dueAt: now, channel }, now);
  }
}

async function sayMore(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  user: SlackUserId,
  { done, outcome }: Said,
): Promise<void> {
  const { episode } = around;
  await enqueueLine(tx, episode, [naming(around, member.username), ` ${done}`], ctx.now());
  const place = threadPlace(episode);
  await inform(ctx, tx, user, [outcome], place && { place, thread: null });
}

interface Named {
  readonly user: SlackUserId;
  readonly name: string | null;
  readonly inDirectory: string | null;
}

async function say(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  { user, name, inDirectory }: Named,
): Promise<void> {
  const { episode, conversation, directory } = around;
  const who = naming(around, member.username);
  const done = name === null ? "took this" : "named this";
  const what = name === null ? "’s name away." : ` ${name}${name.endsWith(".") ? "" : "."}`;
  await enqueueLine(tx, episode, [who, ` ${done} ${directory.customerWord}${what}`], ctx.now());
  const address = senderLabel(conversation.address);
  const outcome =
    name !== null
      ? `${address} is called ${name} from now on.`
      : inDirectory === null
        ? `${address} has no name any more.`
        : `${address} is called ${inDirectory} again, as the directory says.`;
  const place = threadPlace(episode);
  await inform(ctx, tx, user, [outcome], place && { place, thread: null });
}
