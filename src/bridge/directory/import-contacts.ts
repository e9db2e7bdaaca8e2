/** Contacts that a file brings: what is new of them is kept, all at once, and shows from then on. */
import type { GivenContact } from "../../domain/contacts-file.ts";
import type { ContactId } from "../../domain/ids.ts";
import type { NewDetails, StoredContact } from "../contracts/store/contacts.ts";
import type { Store } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { remindJob } from "../outbox/kinds.ts";

export interface Imported {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
}

/** @param write false: it is only counted. Needs only the store, so that the command line can do it beside a running app. */
export async function importContacts(
  store: Pick<Store, "read" | "transaction">,
  given: readonly GivenContact[],
  { newId, now, write }: { readonly newId: () => string; readonly now: number; readonly write: boolean },
): Promise<Imported> {
  const created: NewDetails[] = [];
  const changed: NewDetails[] = [];
  await store.read(async (tx) => {
    for (const contact of given) {
      const known = await tx.contacts.find(contact.address);
      if (known === null) created.push({ ...contact, id: newId() as ContactId });
      else if (saysMore(contact, known)) changed.push({ ...contact, id: known.id });
    }
  });
  const [news, changes] = [created.length, changed.length];
  const counts = { created: news, changed: changes, same: given.length - news - changes };
  if (!write || news + changes === 0) return counts;
  await store.transaction((tx) => tx.contacts.putAll([...created, ...changed], now));
  await showAll(store, changed, now);
  return counts;
}

/** What is not said of it stays as it is. */
function saysMore({ name, company, timeZone, shared }: GivenContact, known: StoredContact): boolean {
  return (
    (name !== null && name !== known.givenName) ||
    (company !== null && company !== known.company) ||
    (timeZone !== null && timeZone !== known.timeZone) ||
    (shared !== null && shared !== known.shared)
  );
}

const atATime = 50;

/** Their open cards, and the lines that name who waits: in small steps, as the app runs beside them. */
async function showAll(
  store: Pick<Store, "transaction">,
  changed: readonly NewDetails[],
  now: number,
): Promise<void> {
  for (let first = 0; first < changed.length; first += atATime) {
    await store.transaction(async (tx) => {
      for (const { id } of changed.slice(first, first + atATime))
        for (const episode of await tx.episodes.openWith(id)) await enqueueCard(tx, episode, now);
    });
  }
  if (changed.length === 0) return;
  await store.transaction(async (tx) => {
    for (const { channel } of await tx.channels.reminders())
      await enqueue(tx, remindJob, { channel }, { dueAt: now, channel }, now);
  });
}
