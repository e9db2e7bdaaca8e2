/** How much is open in each group, counted from what is open by line and place. */
import type { Directory } from "./directory.ts";
import type { Extension, SlackChannelId } from "./ids.ts";
import { type Owner, partyOf } from "./owner.ts";

export interface GroupStanding {
  readonly name: string;
  readonly extension: Extension;
  readonly channel: SlackChannelId;
  readonly open: number;
  /** Of these, how many nobody has, and in how many a customer waits. */
  readonly unassigned: number;
  readonly waiting: number;
  /** Since when the one waits that waits longest. */
  readonly oldest: number | null;
}

type Counts = Pick<GroupStanding, "open" | "unassigned" | "waiting" | "oldest">;

export type Counted = Counts & { readonly owner: Owner; readonly channel: SlackChannelId | null };

const nothing: Counts = { open: 0, unassigned: 0, waiting: 0, oldest: null };

/** All groups, those first in which a customer waits longest, then those with more open. */
export function groupStandings(directory: Directory, counted: readonly Counted[]): GroupStanding[] {
  const sums = new Map(directory.groups.map((group) => [group, nothing]));
  for (const { owner, channel, ...counts } of counted) {
    const party = partyOf(directory, owner, channel);
    const sum = party?.kind === "group" ? sums.get(party.group) : undefined;
    if (party?.kind === "group" && sum !== undefined) sums.set(party.group, added(sum, counts));
  }
  return [...sums]
    .map(([{ name, extension, channel }, sum]) => ({ name, extension, channel, ...sum }))
    .sort((one, other) => since(one) - since(other) || other.open - one.open);
}

function added(one: Counts, other: Counts): Counts {
  const oldest = Math.min(since(one), since(other));
  return {
    open: one.open + other.open,
    unassigned: one.unassigned + other.unassigned,
    waiting: one.waiting + other.waiting,
    oldest: oldest === never ? null : oldest,
  };
}

const never = Number.MAX_SAFE_INTEGER;

function since({ oldest }: Pick<Counts, "oldest">): number {
  return oldest ?? never;
}
