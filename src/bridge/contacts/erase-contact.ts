/**
 * Erases all that is kept of a contact, in steps that hold up nobody: what is interrupted is gone on with when it is asked for
 * again. What stood at the desk is written down in the step that erases its thread here.
 */
import type { Address, SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { KeptRow } from "../contracts/store/contacts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { forgetErased, noteErased, noteErasedNameless } from "./erased-text.ts";
import { noteErasedThread } from "./erased-threads.ts";

const perStep = 100;
/** A call to the desk has its answer by then, or never. Milliseconds. */
const answeredWithin = 60_000;
/** Something new may come in between, but not without end. */
const mostRounds = 10;

export interface Erased {
  readonly conversations: number;
  readonly texts: number;
  readonly rows: number;
}

/** `under way`: a text or post of theirs is being handed over just now, and nothing was erased since. */
export async function eraseContact(
  { store, now }: Pick<Context, "store" | "now">,
  address: Address,
  running: boolean,
): Promise<Erased | "under way"> {
  await store.transaction((tx) => forgetErased(tx, now()));
  const erased = { conversations: 0, texts: 0, rows: 0 };
  for (let round = 0; round < mostRounds; round += 1) {
    const all = await store.read((tx) => tx.contacts.rowsOf(address));
    const found = all.filter(({ table }) => table !== ledger);
    if (found.length === 0) {
      if (all.length > 0) await store.transaction((tx) => tx.optOuts.erase(address));
      erased.rows += all.filter(({ values }) => values.evidence !== "").length;
      return erased;
    }
    // First all that hangs on others; whether something came meanwhile, the next round sees.
    const leaves = found.filter(({ table }) => !roots.has(table));
    const rows = leaves.length > 0 ? leaves : found;
    for (let step = 0; step < rows.length; step += perStep) {
      const part = rows.slice(step, step + perStep);
      const done = await store.transaction((tx) => eraseSome(tx, part, running, now()));
      if (!done) return "under way";
    }
    erased.rows += rows.length;
    erased.conversations += counted(rows, "conversations");
    erased.texts += counted(rows, "messages") + counted(rows, "unrouted");
  }
  return "under way";
}

/** Who asked not to be texted must not be, whoever was erased: that they did stays, without their words and anybody's name. */
const ledger = "opt_outs";
const roots = new Set(["episodes", "conversations", "contacts"]);

function counted(rows: readonly KeptRow[], wanted: string): number {
  return rows.filter(({ table }) => table === wanted).length;
}

async function eraseSome(tx: Tx, rows: readonly KeptRow[], running: boolean, now: number): Promise<boolean> {
  // Of an app that ended, nothing is under way any more, whatever its rows say.
  if (running && (await tx.contacts.areUnderWay(rows, now - answeredWithin))) return false;
  for (const { table, values } of rows) {
    if (table === "threads")
      await noteErasedThread(tx, { channel: values.channel as SlackChannelId, ts: values.ts as SlackTs });
    await noteText(tx, values, now);
  }
  await tx.contacts.erase(rows);
  return true;
}

async function noteText(tx: Tx, values: KeptRow["values"], now: number): Promise<void> {
  const { carrier, carrier_message_id: id, line, sending_at: at } = values;
  if (typeof carrier !== "string") return;
  if (typeof id === "string") await noteErased(tx, carrier, id, now);
  else if (typeof line === "string" && typeof at === "number")
    await noteErasedNameless(tx, carrier, line, at);
}
