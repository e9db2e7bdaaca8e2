/** Which numbers are blocked, and how managers take that back. */
import { labelOf, nameOf } from "../../domain/contact.ts";
import { managesGroups } from "../../domain/directory.ts";
import type { Address, ContactId, EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { memberOf, naming } from "../context/episode-context.ts";
import { notInDirectory, type Outcome, says } from "../context/outcome.ts";
import type { Blocked } from "../contracts/store/contacts.ts";
import type { Store, Tx } from "../contracts/store/store.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";

/** One that is blocked, as people read it. */
export interface BlockedNumber {
  readonly address: Address;
  /** Null where nobody has named it. */
  readonly name: string | null;
  /** Since when, in milliseconds since 1970, and by whom, as the directory calls them. */
  readonly at: number;
  readonly by: string;
  /** How many came since. */
  readonly texts: number;
}

/** For whoever has the database. The newest first. */
export async function blockedNumbers(store: Pick<Store, "read">): Promise<readonly BlockedNumber[]> {
  return await store.read(async (tx) => {
    const directory = await tx.directories.current();
    return (await tx.contacts.blocked()).map((contact) => ({
      address: contact.address,
      name: nameOf(directory, contact),
      at: contact.at,
      by: memberName(directory, contact.by),
      texts: contact.texts,
    }));
  });
}

export interface Unblocking {
  readonly of: { readonly episode: EpisodeId } | { readonly contact: ContactId };
  readonly user: SlackUserId;
}

export async function unblockContact(ctx: Context, { of, user }: Unblocking): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const contact = "contact" in of ? of.contact : await contactOfCard(tx, of.episode);
    if (contact === null) return says("This conversation is not known here any more.");
    const people = await tx.directories.people();
    const member = memberOf(people, user);
    if (member === null) return says(notInDirectory);
    if (!managesGroups(member)) return says("Only managers can unblock a number.");
    const blocked = await tx.contacts.blockedOne({ contact });
    if (blocked === null) return says("This number is not blocked any more.");
    await unblock(tx, blocked, [naming(people, member.username), " unblocked this number."], ctx.now());
    const who = "contact" in of ? labelOf(people.directory, blocked) : "This number";
    return says(`${who} is unblocked. ${whatCame(blocked.texts)}`);
  });
}

/** For whoever has the database. Null where it is not blocked. */
export async function unblockAddress(
  store: Pick<Store, "transaction">,
  address: Address,
  now: number,
): Promise<{ readonly texts: number } | null> {
  return await store.transaction(async (tx) => {
    const blocked = await tx.contacts.blockedOne({ address });
    if (blocked !== null) await unblock(tx, blocked, ["This number was unblocked."], now);
    return blocked;
  });
}

async function contactOfCard(tx: Tx, id: EpisodeId): Promise<ContactId | null> {
  return (await tx.episodes.whole(id))?.conversation.contactId ?? null;
}

async function unblock(tx: Tx, { id, texts }: Blocked, done: Sentence, now: number): Promise<void> {
  await tx.contacts.unblock(id);
  for (const episode of await tx.episodes.newestWith(id)) {
    await enqueueCard(tx, episode, now);
    if (episode.thread !== null) await enqueueLine(tx, episode, [...done, ` ${whatCame(texts)}`], now);
  }
}

/** As a sentence of its own. */
export function whatCame(texts: number): string {
  if (texts === 0) return "No text came meanwhile.";
  return texts === 1
    ? "One text came meanwhile, and is kept without being shown."
    : `${texts} texts came meanwhile, and are kept without being shown.`;
}
