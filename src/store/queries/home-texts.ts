/** The texts of a member that wait, for the app's Home. */
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type {
  Found,
  Homes,
  ShownDraft,
  ShownList,
  ShownText,
  Window,
} from "../../bridge/contracts/store/homes.ts";
import { wordsOr } from "../../domain/attachments.ts";
import type { Username } from "../../domain/ids.ts";
import {
  contacts,
  conversations,
  drafts,
  episodes,
  lists,
  messages,
  notices,
  templateVersions,
} from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { readName, readOwner } from "./conversations.ts";
import { readMedia } from "./message-rows.ts";
import { readChoices } from "./notices.ts";

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const waitsForPerson = sql`${messages.waitsFor} = 'person' and ${messages.state} = 'waiting'`;
const isScheduled = sql`${messages.waitReason} = 'scheduled' and ${messages.state} = 'waiting'`;

/** With whom, and where. */
export const conversationColumns = {
  kind: conversations.kind,
  owner: conversations.owner,
  address: contacts.address,
  sealedName: contacts.sealedName,
  shared: contacts.shared,
  channel: episodes.channel,
  thread: episodes.thread,
};

const textColumns = {
  ...conversationColumns,
  id: messages.id,
  line: messages.line,
  sealedBody: messages.sealedBody,
  sealedMedia: messages.sealedMedia,
  waitReason: messages.waitReason,
  waitingSince: messages.waitingSince,
  notBefore: messages.notBefore,
  unlessTheyWrite: messages.unlessTheyWrite,
  replyChannel: messages.replyChannel,
  replyTs: messages.replyTs,
  notice: notices.id,
  choices: notices.choices,
  total: sql<number>`count(*) over ()`,
};

const isRunning = sql`${lists.state} = 'running'`;
/** As it was called when it was filled in. */
const isItsTemplate = (of: typeof lists | typeof drafts) =>
  and(eq(templateVersions.templateId, of.templateId), eq(templateVersions.number, of.templateVersion));
const listColumns = {
  line: lists.line,
  sealedBody: lists.sealedBody,
  notBefore: lists.notBefore,
  progressChannel: lists.progressChannel,
  progressTs: lists.progressTs,
  sealedTemplate: templateVersions.sealedName,
  recipients: sql<number>`(select count(*) from list_recipients where list_id = ${lists.id})`,
  pending: sql<number>`(select count(*) from list_recipients where list_id = ${lists.id} and state = 'pending')`,
  total: sql<number>`count(*) over ()`,
};

const draftColumns = {
  ...conversationColumns,
  id: drafts.id,
  sealedText: drafts.sealedText,
  due: drafts.at,
  changedAt: drafts.changedAt,
  sealedTemplate: templateVersions.sealedName,
  total: sql<number>`count(*) over ()`,
};

/** What was asked last about a text, of its author or of all in its thread, and was not answered yet. */
const isItsQuestion = sql`${notices.id} = (
  select asked.id from notices asked where asked.message_id = ${messages.id} and asked.state = 'open'
  and (asked.audience = 'thread' or asked.slack_user = ${messages.authorUser})
  order by asked.created_at desc, asked.id desc limit 1)`;

export function createHomeTexts({
  db,
  sealer,
}: Connected): Pick<Homes, "deciding" | "scheduled" | "lists" | "drafts"> {
  async function texts(
    author: Username,
    which: SQL,
    order: SQL,
    { limit, offset }: Window,
  ): Promise<Found<ShownText>> {
    const rows = await db
      .select(textColumns)
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .leftJoin(episodes, eq(episodes.id, messages.episodeId))
      .leftJoin(notices, isItsQuestion)
      .where(and(eq(messages.author, author), which))
      .orderBy(order, asc(messages.id))
      .limit(limit)
      .offset(offset);
    return {
      total: rows[0]?.total ?? 0,
      rows: rows.map(
        ({ total: _, kind, owner, sealedName, sealedBody, sealedMedia, notice, choices, ...row }) => ({
          ...row,
          offer: notice === null || choices === null ? null : { notice, choices: readChoices(choices) },
          owner: readOwner(kind, owner),
          givenName: readName(sealer, sealedName),
          body: wordsOr(
            sealer.open(sealedBody),
            sealedMedia === null ? [] : readMedia(sealer, sealedMedia).map(({ contentType }) => contentType),
          ),
        }),
      ),
    };
  }

  return {
    deciding: (author, window) => texts(author, waitsForPerson, asc(messages.waitingSince), window),
    lists: async (author: Username, { limit, offset }: Window): Promise<Found<ShownList>> => {
      const rows = await db
        .select(listColumns)
        .from(lists)
        .leftJoin(templateVersions, isItsTemplate(lists))
        .where(and(eq(lists.author, author), isRunning))
        .orderBy(asc(lists.createdAt), asc(lists.id))
        .limit(limit)
        .offset(offset);
      return {
        total: rows[0]?.total ?? 0,
        rows: rows.map(({ total: _, sealedBody, sealedTemplate, ...row }) => ({
          ...row,
          body: sealer.open(sealedBody),
          template: readName(sealer, sealedTemplate),
        })),
      };
    },
    drafts: async (author: Username, { limit, offset }: Window): Promise<Found<ShownDraft>> => {
      const rows = await db
        .select(draftColumns)
        .from(drafts)
        .innerJoin(episodes, eq(episodes.id, drafts.episodeId))
        .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .leftJoin(templateVersions, isItsTemplate(drafts))
        .where(eq(drafts.author, author))
        .orderBy(desc(drafts.changedAt), asc(drafts.id))
        .limit(limit)
        .offset(offset);
      return {
        total: rows[0]?.total ?? 0,
        rows: rows.map(({ total: _, kind, owner, sealedName, sealedText, sealedTemplate, ...row }) => ({
          ...row,
          owner: readOwner(kind, owner),
          givenName: readName(sealer, sealedName),
          text: sealer.open(sealedText),
          template: readName(sealer, sealedTemplate),
        })),
      };
    },
    scheduled: (author, window) => texts(author, isScheduled, asc(messages.notBefore), window),
  };
}
