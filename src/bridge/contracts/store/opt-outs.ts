import type { Address, MessageId } from "../../../domain/ids.ts";
import type { OptOutRow } from "../../../domain/opt-out-ledger.ts";

/** The ledger: what its rows say is never changed. Only erasing a contact takes words and names out of them. */
export interface OptOuts {
  add(row: Omit<OptOutRow, "id">): Promise<void>;
  /** The text that said it, which was kept when it was added, is this message now. */
  noteMessage(id: number, message: MessageId): Promise<void>;
  /** Of one number, oldest first. */
  rowsOf(address: Address): Promise<OptOutRow[]>;
  /** So many of all, oldest first, behind this one; 0 for the first. Asked by people, now and then. */
  after(id: number, limit: number): Promise<OptOutRow[]>;
  /** Who must not be texted stays known by number, line and time alone; of all others nothing does. */
  erase(address: Address): Promise<void>;
}
