/** Somebody has left, and nobody is named to take over: managers are asked, once, and the first answer counts. */
import { linesOfMember, type Member, managesGroups, memberByUsername } from "../../domain/directory.ts";
import { whyGone } from "../../domain/heirs.ts";
import type { NoticeId } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { slackUserOf } from "../../domain/people.ts";
import { maskPhone } from "../../domain/phone.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Decision, undecided } from "../notices/choosing.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { askPrivately, closeNotice } from "../notices/tell.ts";
import { dropLeft, keepLeft, type LeftBehind, leftBehind } from "./left-behind.ts";

/** More than this is said to be more. */
const counted = 50;

interface Asked {
  readonly from: Owner;
  readonly name: string;
  readonly open: number;
  /** The lines whose texts go on coming to them. */
  readonly lines: readonly string[];
}

export const giveNotice: NoticeKind<Asked, "give"> = {
  name: "give",
  owed: true,
  labels: { give: "Give to..." },
  offers: () => ["give"],
  sentence: ({ from, name, open, lines }) => {
    const some = open > counted ? `More than ${counted}` : String(open);
    const are = open === 1 ? "1 conversation is open" : `${some} conversations are open`;
    const coming = lines.length === 0 ? "" : `, and texts to ${lines.join(" and ")} go on coming`;
    return [
      `${whyGone(from, name)}, and nobody is named to take over. ${are}${coming}. Who goes on with them?`,
    ];
  },
};

/** Whom they go to is chosen in a window, which the press of its button opens. */
export async function chooseInWindow(): Promise<Decision> {
  return undecided("Press it again: whom they go to is chosen in a window.");
}

export async function askManagers(
  ctx: Context,
  tx: Tx,
  people: People,
  { from, name }: Pick<Asked, "from" | "name">,
): Promise<void> {
  const left: LeftBehind = (await leftBehind(tx, from)) ?? { name, heir: null, asked: [] };
  if (left.asked.length > 0) return;
  const open = (await tx.episodes.openOwned(from, counted + 1)).length;
  const member = from.kind === "member" ? memberByUsername(people.directory, from.username) : null;
  const lines = member === null ? [] : linesOfMember(people.directory, member).map((line) => line.name);
  if (open === 0 && lines.length === 0) return;
  const asked: NoticeId[] = [];
  for (const manager of people.directory.members.filter(managesGroups)) {
    const user = slackUserOf(manager, people.identities);
    if (user !== null) asked.push(await askPrivately(ctx, tx, user, giveNotice, { from, name, open, lines }));
  }
  if (asked.length === 0)
    tx.afterwards(() =>
      ctx.log.warn(
        { from: from.kind === "line" ? maskPhone(from.number) : from.username },
        "somebody left, nobody is named to take over, and no manager can be asked",
      ),
    );
  await keepLeft(tx, from, { ...left, asked });
}

/** What managers were asked is settled, or void. */
export async function closeAsked(
  ctx: Context,
  tx: Tx,
  { asked }: LeftBehind,
  outcome: Sentence,
): Promise<void> {
  for (const id of asked) {
    const notice = await tx.notices.get(id);
    if (notice?.state === "open") await closeNotice(ctx, tx, notice, { state: "expired" }, outcome);
  }
}

/** Who had left is there again: what they left behind stays where it is, and new texts come to them. */
export async function noteBack(ctx: Context, tx: Tx, { username }: Member): Promise<void> {
  const from = { kind: "member", username } as const;
  const left = await leftBehind(tx, from);
  if (left === null) return;
  await closeAsked(ctx, tx, left, [`${left.name} is back.`]);
  await dropLeft(tx, from);
}
