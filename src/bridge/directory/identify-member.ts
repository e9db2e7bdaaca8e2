/** Asks Slack whom a member's e-mail belongs to. Until it is known, that member can't text, and `doctor` says so. */

import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { type Conclude, done } from "../outbox/job-end.ts";

export async function identifyMember(bridge: Bridge, email: string): Promise<Conclude> {
  const user = await bridge.history.findUser(email);
  if (user === null)
    bridge.log.warn({}, "a member's e-mail is not known in Slack; they can't text until it is");
  return async (tx) => {
    await tx.directories.identify(email, user, bridge.now());
    return done;
  };
}

/** A tick: people join Slack, and e-mails are corrected there, without a word to us. */
export async function identifyAgain(bridge: Bridge): Promise<void> {
  await bridge.store.transaction((tx) => oweUnidentified(tx, bridge.now()));
  bridge.wake();
}

/** Owed for every e-mail of the directory that leads to nobody yet. */
export async function oweUnidentified(tx: Tx, now: number): Promise<void> {
  for (const email of await tx.directories.unidentified()) await oweIdentity(tx, email, now);
}

/** Owed for every e-mail of the directory: who has it may change. */
export async function oweIdentities(tx: Tx, now: number): Promise<void> {
  const directory = await tx.directories.current();
  for (const { slack } of directory.members) {
    if (slack.kind === "email") await oweIdentity(tx, slack.email, now);
  }
}

async function oweIdentity(tx: Tx, email: string, now: number): Promise<void> {
  const key = `identify:${email}`;
  await tx.outbox.owe({ work: { kind: "identify", email }, lane: key, key, dueAt: now }, now);
}
