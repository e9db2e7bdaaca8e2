/** What bears on each of those whom a text to many is for: asked of all at once before it begins, and of each again when it is written. */
import { labelOf } from "../../domain/contact.ts";
import { type Line, lineByNumber, type Member, memberByUsername } from "../../domain/directory.ts";
import type { Address } from "../../domain/ids.ts";
import type { Candidate, ListBar } from "../../domain/list-plan.ts";
import { memberName, slackUserOf } from "../../domain/people.ts";
import { canReceive } from "../../domain/phone.ts";
import type { Recipient } from "../../domain/recipients.ts";
import type { Context } from "../context/context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import type { Known } from "../contracts/store/contacts.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { quietAt } from "../messages/quiet-facts.ts";

export interface ListFor {
  readonly people: People;
  /** Who sends it. */
  readonly member: Member;
  /** Null only where nobody of it is outside the team. */
  readonly line: Line | null;
  /** When it would leave. Milliseconds. */
  readonly at: number;
}

/** In the same order. */
export async function candidatesOf(
  ctx: Context,
  tx: Tx,
  list: ListFor,
  recipients: readonly Recipient[],
): Promise<Candidate[]> {
  const addresses = recipients.flatMap((one) => (one.kind === "outside" ? [addressOf(one)] : []));
  const known = new Map((await tx.contacts.among(addresses)).map((contact) => [contact.address, contact]));
  const candidates: Candidate[] = [];
  for (const recipient of recipients)
    candidates.push(
      recipient.kind === "member"
        ? memberCandidate(list, recipient)
        : await contactCandidate(ctx, tx, list, recipient, known.get(addressOf(recipient)) ?? null),
    );
  return candidates;
}

type OfContact = Recipient & { readonly kind: "outside" };

export function addressOf({ number }: OfContact): Address {
  return number as string as Address;
}

async function contactCandidate(
  ctx: Context,
  tx: Tx,
  { people: { directory }, line, at }: ListFor,
  recipient: OfContact,
  known: Known | null,
): Promise<Candidate> {
  const address = addressOf(recipient);
  const who = labelOf(directory, known ?? { address, givenName: null, shared: false });
  const isOurs = lineByNumber(directory, recipient.number) !== null;
  const bar = isOurs ? "own_line" : canReceive(address) ? await barOf(tx, known, line) : "cannot_receive";
  const conversation = { address, timeZone: known?.timeZone ?? null };
  const quiet = bar === null ? quietAt(ctx, { conversation, line, directory }, at) : null;
  return { recipient, who, bar, quietUntil: quiet?.next ?? null };
}

async function barOf(tx: Tx, known: Known | null, line: Line | null): Promise<ListBar | null> {
  if (known === null) return null;
  if (known.blockedAt !== null) return "blocked";
  if ((await optOutFrom(tx, known, line?.number ?? null)) !== null) return "opted_out";
  return known.review === null ? null : "review";
}

function memberCandidate(
  { people: { directory, identities }, member: sender }: ListFor,
  recipient: Recipient & { readonly kind: "member" },
): Candidate {
  const { username } = recipient;
  const member = memberByUsername(directory, username);
  const isUnknown = member === null || slackUserOf(member, identities) === null;
  const bar =
    member === null
      ? "unknown_member"
      : username === sender.username
        ? "yourself"
        : isUnknown
          ? "not_in_slack"
          : null;
  return { recipient, who: memberName(directory, username), bar, quietUntil: null };
}
