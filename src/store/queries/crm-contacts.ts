import { and, eq } from "drizzle-orm";
import type { ChosenContact, CrmContacts, CrmTokens } from "../../bridge/contracts/store/crm-contacts.ts";
import type { Address } from "../../domain/ids.ts";
import { crmContacts, crmTokens } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof crmContacts.$inferSelect;

export function createCrmContacts({ db, sealer }: Connected): CrmContacts {
  function read({ contactId, contactType, sealedName, ...row }: Row): ChosenContact {
    const name = sealedName === null ? "" : sealer.open(sealedName);
    return { ...row, contact: contactId === null ? null : { id: contactId, type: contactType, name } };
  }

  return {
    chosenFor: async (crm: string, address: Address): Promise<ChosenContact | null> => {
      const [row] = await db
        .select()
        .from(crmContacts)
        .where(and(eq(crmContacts.crm, crm), eq(crmContacts.address, address)));
      return row === undefined ? null : read(row);
    },
    choose: async ({ contact, ...choice }: ChosenContact) => {
      const row = {
        ...choice,
        contactId: contact?.id ?? null,
        contactType: contact?.type ?? null,
        sealedName: contact === null ? null : sealer.seal(contact.name),
      };
      await db
        .insert(crmContacts)
        .values(row)
        .onConflictDoUpdate({ target: [crmContacts.crm, crmContacts.address], set: row });
    },
  };
}

export function createCrmTokens({ db, sealer }: Connected): CrmTokens {
  return {
    read: async (name: string): Promise<string | null> => {
      const [row] = await db.select().from(crmTokens).where(eq(crmTokens.name, name));
      return row === undefined ? null : sealer.open(row.sealedToken);
    },
    keep: async (name: string, token: string, at: number) => {
      const row = { name, sealedToken: sealer.seal(token), changedAt: at };
      await db.insert(crmTokens).values(row).onConflictDoUpdate({ target: crmTokens.name, set: row });
    },
  };
}
