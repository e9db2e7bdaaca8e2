/** Who and what a CRM holds, as it is put there and as the control shows it. Times are ISO 8601. */

export interface CrmContactSpec {
  /** The CRM's id; absent: it gives one, unless `number` says who is meant. */
  readonly id?: string;
  /** The first word is the given name. */
  readonly name: string;
  readonly company?: string;
  /** As somebody typed it into the CRM, in whatever form. */
  readonly phone?: string;
  readonly mobile?: string;
  readonly email?: string;
  /** Where the CRM knows kinds of contact. */
  readonly type?: string;
  readonly createdAt?: string;
  readonly lastActivityAt?: string;
}

export interface CrmContactView {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
  readonly type: string | null;
  readonly email: string | null;
  readonly phones: readonly string[];
  readonly createdAt: string;
  readonly lastActivityAt: string | null;
}

/** What is logged on a contact. */
export interface CrmRecordView {
  readonly id: string;
  /** Null: on nobody. */
  readonly contact: string | null;
  /** What the CRM calls it: "SMS". */
  readonly kind: string;
  /** Empty where the CRM has no field for it. */
  readonly subject: string;
  /** In the form that the CRM shows: see `CrmState`. */
  readonly body: string;
  /** Whose it is, by name; null: the app's own user. */
  readonly owner: string | null;
  /** Deals and the like that it stands on as well, by name. */
  readonly linked: readonly string[];
  /** Where it stands in the timeline. */
  readonly at: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** How often it was written, its making included. */
  readonly writes: number;
}

/** A deal, a matter, a ticket of a contact. */
export interface CrmDealSpec {
  readonly id?: string;
  readonly kind: string;
  readonly name: string;
  readonly contact: string;
  /** Closed ones are not offered. */
  readonly closed?: boolean;
}

/** Somebody who works in the CRM. */
export interface CrmUserSpec {
  readonly id?: string;
  readonly name: string;
  readonly email: string;
  readonly active?: boolean;
}
