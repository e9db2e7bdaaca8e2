/** `threadline transcript NUMBER`: every conversation with one customer, on whichever line: open ones, resolved ones, and what came while it was blocked. */
import { readTranscript } from "../bridge/transcripts/read-transcript.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { type Transcript, transcriptColumns, transcriptRows, transcriptText } from "../domain/transcript.ts";
import { customerOf, nothingOf } from "./customer.ts";
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
    if (conversations.length === 0) throw new AppError("not_found", nothingOf(address));
    if (csv) say(transcriptColumns);
    for (const [index, conversation] of conversations.entries())
      print(await readTranscript(store, conversation, "told"), { csv, first: index === 0 }, say);
    return 0;
  } finally {
    await store.close();
  }
}

function print(
  transcript: Transcript,
  { csv, first }: { readonly csv: boolean; readonly first: boolean },
  say: Terminal["say"],
): void {
  if (csv) for (const row of transcriptRows(transcript)) say(row);
  else say(`${first ? "" : "\n"}${transcriptText(transcript).trimEnd()}`);
}
