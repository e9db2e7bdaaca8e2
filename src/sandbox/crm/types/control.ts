/**
 * What a test, the demo or a page can ask of a CRM's stand-in, in process or over HTTP (`/_control/...`): the same for every CRM.
 * Plain data that survives JSON.
 */
import type { CrmContactSpec, CrmContactView, CrmDealSpec, CrmRecordView, CrmUserSpec } from "./contacts.ts";
import type { CrmCall, CrmMisbehaviour } from "./misbehaviour.ts";

export interface CrmControl {
  /** A contact more, or another version of the one with this id. It is found at once. */
  putContact(spec: CrmContactSpec): CrmContactView;
  /** Its records stay, on nobody. */
  deleteContact(id: string): void;
  /** `from` is no more: its records and its id lead to `into`. */
  mergeContacts(into: string, from: string): void;
  /** Those that stand, oldest first. */
  contacts(): CrmContactView[];
  /** What stands, oldest first; of one contact, where it is given. */
  records(contact?: string): CrmRecordView[];
  /** A person changes a record's words in the CRM. */
  editRecord(id: string, body: string): void;
  deleteRecord(id: string): void;
  /** With its id. */
  addDeal(spec: CrmDealSpec): string;
  addUser(spec: CrmUserSpec): string;
  /** How long searches and lists do not show what was made through the API. Milliseconds. */
  lag(ms: number): void;
  misbehave(misbehaviour: CrmMisbehaviour): void;
  /** Down: every connection is cut. */
  down(on: boolean): void;
  /** The credentials are refused until it is switched off. */
  revoke(on: boolean): void;
  /** What was let in is not any more: new tokens have to be asked for, where the CRM gives out such. */
  expire(): void;
  /** The app's user may not do this, until it is switched off. */
  forbid(call: CrmCall, on: boolean): void;
  /** Forgets all misbehaviours that were not used up, and releases what is held. */
  clearMisbehaviour(): void;
  /** Lets go of what `hold` and `hang` keep. */
  release(): void;
  /** The newest calls, oldest first. */
  calls(): CrmCallView[];
  state(): CrmState;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: CrmEvent) => void): () => void;
}

export interface CrmCallView {
  readonly at: string;
  /** Null: something that no misbehaviour goes by. */
  readonly call: CrmCall | null;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** As parsed; text where it was no JSON. */
  readonly sent: unknown;
  /** 0 when the connection was cut. */
  readonly status: number;
  readonly answer: unknown;
}

export interface CrmState {
  readonly url: string;
  readonly name: string;
  /** As people write it: "HubSpot". */
  readonly title: string;
  /** In which form it shows a record. */
  readonly form: "html" | "text";
  readonly down: boolean;
  readonly held: number;
  readonly contacts: readonly CrmContactView[];
  readonly records: readonly CrmRecordView[];
}

export type CrmEvent =
  | { readonly type: "contact"; readonly contact: CrmContactView }
  | { readonly type: "contact_gone"; readonly id: string }
  | { readonly type: "record"; readonly record: CrmRecordView }
  | { readonly type: "record_gone"; readonly id: string }
  | { readonly type: "call"; readonly call: CrmCallView };
