import type { RecordId } from "./ids.ts";
import type { RecordHold } from "./record.ts";

/** What a card shows of what is logged of its conversation; while that is over, also that nothing is. */
export type CardLogging = CardRecord | CardUnlogged;

/** Nothing of it stands in the CRM, and nobody is asked: somebody may log it by hand. */
export interface CardUnlogged {
  readonly state: "unlogged";
  /** The CRM as people write it. */
  readonly crm: string;
  /** It is about to be logged by itself. */
  readonly isDue: boolean;
}

export interface CardRecord {
  readonly record: RecordId;
  /** What somebody has to decide; `logged`: nothing. */
  readonly state: "logged" | Exclude<RecordHold, "off" | "skipped">;
  /** The CRM as people write it: "HubSpot". */
  readonly crm: string;
  /** It is of some messages alone that somebody chose: the conversation itself is not logged. */
  readonly isPart: boolean;
  /** Whether something of it stands there. */
  readonly stands: boolean;
  /** Where people see it. */
  readonly url: string | null;
  /** What keeps it, a whole sentence; null where nothing does. */
  readonly sentence: string | null;
  /** Whether it matters whom it is logged on. */
  readonly chooses: boolean;
  /** Whether a contact can be made from here. */
  readonly creates: boolean;
}
