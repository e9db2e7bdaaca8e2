/**
 * Who has left, and who takes over what they leave behind: kept with the small facts, as long as it is so. Nobody may be named yet: then
 * managers were asked, once.
 */
import type { Heir, Member } from "../../domain/directory.ts";
import { standingHeir } from "../../domain/heirs.ts";
import type { NoticeId, Username } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface LeftBehind {
  /** How people call whoever left, or the line that is gone. */
  readonly name: string;
  /** Null while nobody has said who takes over. */
  readonly heir: Heir | null;
  /** What managers were asked. */
  readonly asked: readonly NoticeId[];
}

const prefix = "left:";

export function ownerKey(owner: Owner): string {
  return owner.kind === "line" ? `line:${owner.number}` : `member:${owner.username}`;
}

export async function leftBehind(tx: Tx, owner: Owner): Promise<LeftBehind | null> {
  const value = await tx.settings.read(prefix + ownerKey(owner));
  return value === null ? null : (JSON.parse(value) as LeftBehind);
}

export async function keepLeft(tx: Tx, owner: Owner, left: LeftBehind): Promise<void> {
  await tx.settings.write(prefix + ownerKey(owner), JSON.stringify(left));
}

export async function dropLeft(tx: Tx, owner: Owner): Promise<void> {
  await tx.settings.drop(prefix + ownerKey(owner));
}

/** By the member's name: of those who are in Slack, nothing is asked. */
export async function leftMembers(tx: Tx): Promise<ReadonlyMap<Username, LeftBehind>> {
  const start = `${prefix}member:`;
  const rows = await tx.settings.beginning(start);
  return new Map(
    rows.map(({ key, value }) => [key.slice(start.length) as Username, JSON.parse(value) as LeftBehind]),
  );
}

/** Who takes over in the end: an heir who has left as well hands on to their own. Null where nobody does. */
export async function whoTakesOver(tx: Tx, people: People, first: Heir | null): Promise<Heir | null> {
  const left = await leftMembers(tx);
  return standingHeir(people.directory, first, (member: Member) => {
    const gone = slackUserOf(member, people.identities) === null ? left.get(member.username) : undefined;
    return gone === undefined ? "here" : (gone.heir ?? member.inheritTo ?? null);
  });
}
