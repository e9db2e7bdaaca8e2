/** A channel of the desk's has another id from now on: all that was written down of it goes with it, what is owed and unread too. */
import { eq, isNotNull, sql } from "drizzle-orm";
import type { SlackChannelId } from "../../domain/ids.ts";
import { directory, episodes, inbox, messages, notices, outbox } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export async function renumberChannel(
  { db, sealer, enqueued, execute }: Connected,
  before: SlackChannelId,
  after: SlackChannelId,
): Promise<void> {
  enqueued.withdraw(({ channel }) => channel !== null);
  enqueued.other();
  /** In JSON an id stands in quotes, so that no other word is taken for it. */
  const inJson = (json: string) => json.replaceAll(JSON.stringify(before), JSON.stringify(after));
  const resealed = (value: string) => sealer.seal(inJson(sealer.open(value)));
  const renamed = (name: string) =>
    name
      .split(":")
      .map((part) => (part === before ? after : part))
      .join(":");

  await db.update(episodes).set({ channel: after }).where(eq(episodes.channel, before));
  await db.update(messages).set({ replyChannel: after }).where(eq(messages.replyChannel, before));
  await db.update(notices).set({ replyChannel: after }).where(eq(notices.replyChannel, before));
  await db.update(notices).set({ postChannel: after }).where(eq(notices.postChannel, before));
  // What came under the new id before we were told of it stays as it is.
  for (const table of ["threads", "replies"])
    await execute(
      sql`update ${sql.identifier(table)} set channel = ${after} where channel = ${before} and ts not in (select ts from ${sql.identifier(table)} where channel = ${after})`,
    );
  for (const table of ["closed_channels", "reminders", "staff_conversations"])
    await execute(
      sql`update ${sql.identifier(table)} set channel = ${after} where channel = ${before} and not exists (select 1 from ${sql.identifier(table)} where channel = ${after})`,
    );

  for (const { id, lane, key, channel, sealedPayload } of await db.select().from(outbox)) {
    const moved = { lane: renamed(lane), channel: channel === before ? after : channel };
    await db
      .update(outbox)
      .set({ ...moved, key: key === null ? null : renamed(key), sealedPayload: resealed(sealedPayload) })
      .where(eq(outbox.id, id));
  }
  for (const { id, sealedPayload } of await db.select().from(notices).where(eq(notices.state, "open")))
    await db
      .update(notices)
      .set({ sealedPayload: resealed(sealedPayload) })
      .where(eq(notices.id, id));
  for (const { id, lane, sealedBody } of await db.select().from(inbox).where(isNotNull(inbox.sealedBody))) {
    if (sealedBody === null) continue;
    await db
      .update(inbox)
      .set({ lane: renamed(lane), sealedBody: resealed(sealedBody) })
      .where(eq(inbox.id, id));
  }
  for (const { id, document } of await db.select().from(directory))
    await db
      .update(directory)
      .set({ document: inJson(document), version: sql`${directory.version} + 1` })
      .where(eq(directory.id, id));
}
