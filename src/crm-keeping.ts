/** What the store keeps for the CRM's folder: tokens, and, where no CRM is beside us, contacts and logs. */
import type { ContactQuery, CrmContact, CrmKeeping, FoundContacts } from "./bridge/contracts/crm.ts";
import type { FoundContact } from "./bridge/contracts/store/contacts.ts";
import type { Store, Tx } from "./bridge/contracts/store/store.ts";
import { companyOf, ownNameOf } from "./domain/contact.ts";
import type { Address, ContactId, CrmContactId, Username } from "./domain/ids.ts";

const shownAtOnce = 100;

/** @param store asked when something is called, since the CRM is made before the store is open. */
export function crmKeeping(
  store: () => Store,
  { now, newId }: { readonly now: () => number; readonly newId: () => string },
): CrmKeeping {
  return {
    readToken: async (name) => await store().read((tx) => tx.crmTokens.read(name)),
    keepToken: async (name, token) =>
      await store().transaction((tx) => tx.crmTokens.keep(name, token, now())),
    replaceToken: async (name, before, token) =>
      await store().transaction(async (tx) => {
        if ((await tx.crmTokens.read(name)) !== before) return false;
        await tx.crmTokens.keep(name, token, now());
        return true;
      }),
    findOwn: async (by) => await store().read((tx) => findOwn(tx, by)),
    async nameOwn({ phone, name }) {
      const details = { id: newId() as ContactId, address: phone, name, ...unsaid };
      await store().transaction((tx) => tx.contacts.putAll([details], now()));
      return contactOf(phone, name, null);
    },
    putLog: async ({ key, part, contact, owner, subject, body, digest }) =>
      await store().transaction(async (tx) => {
        const address = contact.id as string as Address;
        // Erased while this was on its way: nothing is kept of it.
        if ((await tx.contacts.find(address)) === null) return;
        await tx.localLogs.put({
          key: `${key}:${part}`,
          address,
          owner: owner as Username | null,
          subject,
          body,
          startedAt: digest.startedAt,
          changedAt: now(),
        });
      }),
  };
}

const unsaid = { company: null, timeZone: null, shared: null };

async function findOwn(tx: Tx, by: ContactQuery): Promise<FoundContacts> {
  if ("name" in by) {
    const found = await tx.contacts.search(by.name, shownAtOnce);
    return { contacts: found.map(foundContact), more: found.length === shownAtOnce };
  }
  // Whoever texts is a contact here, also without a name.
  const known = await tx.contacts.find(by.phone);
  const directory = await tx.directories.current();
  const contact = known ?? { address: by.phone, givenName: null, company: null };
  const name = ownNameOf(directory, contact) ?? by.phone;
  return { contacts: [contactOf(by.phone, name, companyOf(directory, contact))], more: false };
}

function foundContact({ address, name, company }: FoundContact): CrmContact {
  return contactOf(address, name ?? address, company);
}

function contactOf(address: Address, name: string, company: string | null): CrmContact {
  const id = address as string as CrmContactId;
  return { id, name, type: null, company, phones: [address], createdAt: null, lastActivityAt: null };
}
