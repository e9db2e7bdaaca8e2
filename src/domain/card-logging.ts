import type { RecordId } from "./ids.ts";
import type { RecordHold } from "./record.ts";

/** What a card shows of what is logged of its conversation. */
export interface CardLogging {
  readonly record: RecordId;
  /** What somebody has to decide; `logged`: nothing. */
  readonly state: "logged" | Exclude<RecordHold, "off" | "skipped">;
  /** The CRM as people write it: "HubSpot". */
  readonly crm: string;
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
