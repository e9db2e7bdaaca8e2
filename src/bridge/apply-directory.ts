/**
 * Puts a new directory into force: rights follow at once, open conversations stay where they are, and texts that were kept
 * for a line that was missing are delivered.
 */
import { compareDirectories } from "../domain/compare-directories.ts";
import type { Directory } from "../domain/directory.ts";
import { contactName } from "../domain/directory.ts";
import type { Username } from "../domain/ids.ts";
import { formatPhone, numberOf } from "../domain/phone.ts";
import type { Store, Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { oweIdentities } from "./identify-member.ts";
import { takeText } from "./receive-sms.ts";

export type Applied =
  | { readonly kind: "applied"; readonly changed: boolean }
  /** Nothing was changed; each sentence says what stands in the way. */
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Contacts named in a refusal; more of them would not help. */
const namedAtMost = 5;

/** Needs only the store, so that the command line can do it beside a running app; that one takes it over by itself. */
export async function applyDirectory(store: Store, next: Directory, now: number): Promise<Applied> {
  return await store.transaction(async (tx) => {
    const current = await tx.directories.current();
    if (JSON.stringify(current) === JSON.stringify(next)) return { kind: "applied", changed: false };
    const problems = compareDirectories(current, next, await openConversations(tx, current));
    if (problems.length > 0) return { kind: "refused", problems };
    await tx.directories.replace(next, now);
    await oweIdentities(tx, now);
    return { kind: "applied", changed: true };
  });
}

async function openConversations(tx: Tx, directory: Directory) {
  const counts = await tx.episodes.openCounts();
  const name = (address: Parameters<typeof formatPhone>[0]): string => {
    const number = numberOf(address as Parameters<typeof numberOf>[0]);
    return (number && contactName(directory, number)) ?? formatPhone(address);
  };
  const byLine = new Map();
  for (const line of counts.lines.keys()) {
    byLine.set(line, (await tx.episodes.openContacts({ line }, namedAtMost)).map(name));
  }
  const byMember = new Map<Username, string[]>();
  for (const assignee of counts.assignees.keys()) {
    byMember.set(assignee, (await tx.episodes.openContacts({ assignee }, namedAtMost)).map(name));
  }
  return { byLine, byMember };
}

/** Delivers texts that were kept because their number was no line, for each line there is now. */
export async function routeKept(bridge: Bridge): Promise<void> {
  const routed = await bridge.store.transaction(async (tx) => {
    const waiting = await tx.arrivals.unroutedCounts();
    if (waiting.length === 0) return 0;
    const directory = await tx.directories.current();
    let count = 0;
    for (const line of directory.lines) {
      for (const text of await tx.arrivals.unroutedTo(line.number)) {
        const { carrier, carrierMessageId, from, to, body, media, receivedAt } = text;
        const event = {
          kind: "text",
          carrierMessageId,
          from,
          to,
          body,
          media,
          receivedAt: new Date(receivedAt),
        } as const;
        await takeText(bridge, tx, carrier, event);
        await tx.arrivals.dropUnrouted(carrier, carrierMessageId);
        count += 1;
      }
    }
    return count;
  });
  if (routed > 0) bridge.log.info({ texts: routed }, "texts that waited for their line were delivered");
  bridge.wake();
}
