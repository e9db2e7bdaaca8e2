/** `threadline transcript NUMBER`: every conversation with one customer, on whichever line: open ones, resolved ones, and what came while it was blocked. */
import type { Store } from "../bridge/contracts/store/store.ts";
import { readTranscript } from "../bridge/transcripts/read-transcript.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import type { Address } from "../domain/ids.ts";
import { type Transcript, transcriptColumns, transcriptRows, transcriptText } from "../domain/transcript.ts";
import { calledOf, customerOf, nothingOf } from "./customer.ts";
import { openMade } from "./open-made.ts";
import type { Terminal } from "./terminal.ts";

/** Resolves with the exit code. */
export async function printTranscript(
  config: DiskConfig,
  typed: string,
  csv: boolean,
  { say }: Terminal,
): Promise<number> {
  const address = customerOf(typed);
  const store = await openMade(config, { writes: false });
  try {
    const conversations = await store.read((tx) => tx.conversations.withContact(address));
    // Standard output stays empty: what is read on may be a table.
    if (conversations.length === 0) throw new AppError("not_found", await noneWith(store, address));
    if (csv) say(transcriptColumns);
    for (const [index, conversation] of conversations.entries())
      print(await readTranscript(store, conversation, "told"), { csv, first: index === 0 }, say);
    return 0;
  } finally {
    await store.close();
  }
}

/** Somebody may be known who never wrote. */
async function noneWith(store: Store, address: Address): Promise<string> {
  const rows = await store.read((tx) => tx.contacts.rowsOf(address));
  if (rows.length === 0) return nothingOf(address);
  return `There is no conversation with ${await calledOf(store, address)}; threadline export prints what is stored.`;
}

function print(
  transcript: Transcript,
  { csv, first }: { readonly csv: boolean; readonly first: boolean },
  say: Terminal["say"],
): void {
  if (csv) for (const row of transcriptRows(transcript)) say(row);
  else say(`${first ? "" : "\n"}${transcriptText(transcript).trimEnd()}`);
}
