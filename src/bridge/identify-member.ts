/** Asks Slack whom a member's e-mail belongs to. Until it is known, that member can't text, and `doctor` says so. */

import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { type Conclude, done } from "./perform.ts";

export async function identifyMember(bridge: Bridge, email: string): Promise<Conclude> {
  const user = await bridge.history.findUser(email);
  if (user === null)
    bridge.log.warn({}, "a member's e-mail is not known in Slack; they can't text until it is");
  return async (tx) => {
    await tx.directories.identify(email, user, bridge.now());
    return done;
  };
}

/** Owed for every e-mail of the directory: who has it may change. */
export async function oweIdentities(tx: Tx, now: number): Promise<void> {
  const directory = await tx.directories.current();
  for (const { slack } of directory.members) {
    if (slack.kind !== "email") continue;
    const key = `identify:${slack.email}`;
    await tx.outbox.owe({ work: { kind: "identify", email: slack.email }, lane: key, key, dueAt: now }, now);
  }
}
