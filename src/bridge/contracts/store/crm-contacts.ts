/** Whom somebody chose for a number that nobody, or several, have in the CRM; and what lets us in there. */
import type { Address, Username } from "../../../domain/ids.ts";
import type { LoggedContact } from "./records.ts";

export interface ChosenContact {
  readonly crm: string;
  readonly address: Address;
  /** Null where it is asked each time. */
  readonly contact: LoggedContact | null;
  readonly chosenBy: Username | null;
  readonly chosenAt: number;
  /** Since when an attempt to make this contact may have had its effect. */
  readonly triedAt: number | null;
}

export interface CrmContacts {
  chosenFor(crm: string, address: Address): Promise<ChosenContact | null>;
  choose(choice: ChosenContact): Promise<void>;
}

/** What a CRM gave us to come in again: kept before it is used. */
export interface CrmTokens {
  read(name: string): Promise<string | null>;
  keep(name: string, token: string, at: number): Promise<void>;
}
