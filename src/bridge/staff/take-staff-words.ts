/**
 * What two of the team write in their group direct message with the app is taken in, for the two of them alone. Nothing of it ever becomes a
 * text, whatever it looks like: no contact has to do with the place.
 */
import type { SlackChannelId, Username } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { StaffWords } from "../contracts/desk.ts";
import type { StaffConversation, StaffMessage } from "../contracts/store/staff.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Whether a place is where two of the team write to each other: then nothing that happens there is about a conversation. */
export async function isStaffPlace(ctx: Context, channel: SlackChannelId): Promise<boolean> {
  return (await ctx.store.read((tx) => tx.staff.at(channel))) !== null;
}

/** Written or edited: told twice, it is taken once. */
export async function takeStaffWords(ctx: Context, words: StaffWords): Promise<void> {
  await ctx.store.transaction((tx) => takeIn(ctx, tx, words));
}

async function takeIn(ctx: Context, tx: Tx, words: StaffWords): Promise<void> {
  const { place, author: user, text, edited } = words;
  const conversation = await tx.staff.at(place.channel);
  if (conversation === null) return;
  const known = await tx.staff.messageAt(conversation.id, place.ts);
  if (known !== null) return await takeEdit(tx, known, words);
  const author = await authorIn(tx, conversation, user);
  if (author === null) return;
  await tx.staff.write({
    id: newMessageId(ctx),
    conversationId: conversation.id,
    author,
    body: text,
    ts: place.ts,
    writtenAt: toMilliseconds(place.ts),
    editedAt: edited === null ? null : toMilliseconds(edited),
    deletedAt: null,
  });
}

/** An older edit changes nothing. */
async function takeEdit(tx: Tx, known: StaffMessage, { text, edited }: StaffWords): Promise<void> {
  const editedAt = edited === null ? null : toMilliseconds(edited);
  if (known.deletedAt !== null || editedAt === null || editedAt < (known.editedAt ?? 0)) return;
  if (known.body !== text) await tx.staff.update(known.id, { body: text, editedAt });
}

/** Null for who is none of the two. */
async function authorIn(
  tx: Tx,
  { pair }: StaffConversation,
  user: StaffWords["author"],
): Promise<Username | null> {
  const member = memberOf(await tx.directories.people(), user);
  return member !== null && pair.includes(member.username) ? member.username : null;
}

/** What is deleted there is kept as deleted, without its words. */
export async function takeStaffDeletion(ctx: Context, { channel, ts }: Place): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const conversation = await tx.staff.at(channel);
    const known = conversation && (await tx.staff.messageAt(conversation.id, ts));
    if (known === null || known.deletedAt !== null) return;
    await tx.staff.update(known.id, { body: "", deletedAt: ctx.now() });
  });
}
