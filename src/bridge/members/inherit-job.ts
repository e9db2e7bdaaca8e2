import { type Heir, type Member, memberByUsername } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { keepLeft, leftBehind, leftMembers, ownerKey } from "./left-behind.ts";

export interface Inheritance {
  readonly from: Owner;
  /** How people call it: in the directory it may stand no more. */
  readonly name: string;
  /** Null where nobody is named. */
  readonly to: Heir | null;
  /** Who decided it, where it was not the directory. */
  readonly by: SlackUserId | null;
}

/** Move what somebody leaves behind to whoever takes over. */
export const inheritJob: JobKind<Inheritance> = {
  name: "inherit",
  callee: "desk",
  pace: null,
  priority: 2,
  loss: "tolerable",
  lane: ({ from }) => `inherit:${ownerKey(from)}`,
  key: ({ from }) => `inherit:${ownerKey(from)}`,
};

export async function enqueueInherit(tx: Tx, inheritance: Inheritance, now: number): Promise<void> {
  await enqueue(tx, inheritJob, inheritance, { dueAt: now }, now);
}

/** Managers may not have been known in Slack when somebody left. */
export async function askAgain(tx: Tx, now: number): Promise<void> {
  for (const [username, { name, heir, asked }] of await leftMembers(tx)) {
    const from = { kind: "member", username } as const;
    const member = memberByUsername(await tx.directories.current(), username);
    if (heir !== null || asked.length > 0 || member === null) continue;
    await enqueueInherit(tx, { from, name, to: member.inheritTo ?? null, by: null }, now);
  }
}

/** Slack says that a member of the directory is there no more. */
export async function noteLeft(tx: Tx, member: Member, now: number): Promise<void> {
  const { username, inheritTo } = member;
  const from = { kind: "member", username } as const;
  const name = member.name ?? username;
  const known = await leftBehind(tx, from);
  if (known === null) await keepLeft(tx, from, { name, heir: null, asked: [] });
  await enqueueInherit(tx, { from, name, to: known?.heir ?? inheritTo ?? null, by: null }, now);
}
