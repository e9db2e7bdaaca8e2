/** What a CRM's stand-in can be told to do wrong. */

export type CrmCall =
  /** Contacts are looked for. */
  | "search"
  | "createContact"
  | "createRecord"
  | "updateRecord"
  /** Anything else is read: a contact's records, deals, users. */
  | "read"
  /** What lets in is given out. */
  | "token";

export type CrmMisbehaviourKind =
  /** Done, and answered `ms` late. */
  | "delay"
  /** Nothing is done, and `status` is answered (500; 0 cuts the connection). */
  | "fail"
  /** Done, but the connection is cut before the answer. */
  | "dropAnswer"
  /** Done, and answered with `status` (as it was) and `body` instead. */
  | "garble"
  /** Done, and answered after `release()`. */
  | "hold"
  /** Nothing is done, and nothing answered; `release()` cuts the connection. */
  | "hang";

export interface CrmMisbehaviour {
  readonly match: CrmCall;
  readonly kind: CrmMisbehaviourKind;
  /** For how many calls; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  /** Empty when absent. */
  readonly body?: string;
}
