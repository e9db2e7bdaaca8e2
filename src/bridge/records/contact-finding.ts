/** What comes of looking for the contact that a record is logged on. */
import type { Address, Username } from "../../domain/ids.ts";
import type { CrmContact } from "../contracts/crm.ts";
import type { LoggedContact } from "../contracts/store/records.ts";

/** The number whose contact is looked for, and what we know of it. */
export interface SoughtNumber {
  readonly address: Address;
  /** What the team calls whoever texts from it; null where it has no name for them. */
  readonly name: string | null;
  /** Two letters: of which country the numbers are that the CRM holds without a country's code. */
  readonly country: string;
}

export type ContactFinding =
  | {
      readonly kind: "contact";
      readonly contact: CrmContact;
      /** Who chose it, where somebody did. */
      readonly chosenBy: Username | null;
    }
  /** The reason is plain and safe to show. */
  | { readonly kind: "held"; readonly hold: "contact" | "skipped"; readonly reason: string }
  /** The CRM can't tell yet. `reason` is for the log. */
  | { readonly kind: "later"; readonly afterMs: number | null; readonly reason: string };

/** `none`: nobody has this number there, and nobody was chosen for it. */
export type LookedUp = ContactFinding | { readonly kind: "none"; readonly reason: string };

/** One of which we hold no more than its name. */
export function contactOf({ id, type, name }: LoggedContact, address: Address): CrmContact {
  return { id, type, name, company: null, phones: [address], createdAt: null, lastActivityAt: null };
}
