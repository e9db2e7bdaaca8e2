/** Whatever conversations there are, a Home lists those that it should, each once, in order, over all its pages. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { homeFor } from "../../../src/bridge/members/home-for.ts";
import { turnHome } from "../../../src/bridge/members/show-home.ts";
import type { ConversationAtHome, MembersHome } from "../../../src/domain/home.ts";
import { groupKey, type Listed } from "../../../src/domain/home-lists.ts";
import type {
  Address,
  E164,
  EpisodeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../src/domain/ids.ts";
import { type Owner, partyOf } from "../../../src/domain/owner.ts";
import { formatPhone } from "../../../src/domain/phone.ts";
import { thinned } from "../../store/thin-out.ts";
import {
  ana,
  ben,
  billing,
  billingLine,
  dan,
  eve,
  front,
  frontLine,
  officeWithDirect,
} from "../front-desk.ts";
import { createWorld, hour, type World } from "../world.ts";

interface Made {
  readonly owner: Owner;
  readonly channel: SlackChannelId | null;
  readonly state: "open" | "resolved" | "quiet";
  readonly assignee: Username | null;
  readonly opened: number;
  readonly waiting: boolean;
  readonly snooze: number | null;
}

const line = (number: string): Owner => ({ kind: "line", number: number as E164 });
const stray = "+15550100050" as E164;
/** A line of this office leads to nobody: what stands in a group's channel stays that group's. */
const directory = {
  ...officeWithDirect,
  lines: [
    ...officeWithDirect.lines,
    { number: stray, name: "Old line", carrier: "twilio", preview: "full" as const },
  ],
};

const made: fc.Arbitrary<Made> = fc.record({
  owner: fc.constantFrom<Owner>(
    line(frontLine),
    line(billingLine),
    line(stray),
    line("+15550100099"),
    { kind: "member", username: "ben" as Username },
    { kind: "member", username: "dan" as Username },
  ),
  channel: fc.constantFrom<SlackChannelId | null>(front, billing, null),
  state: fc.constantFrom("open", "open", "open", "resolved", "quiet"),
  assignee: fc.constantFrom<Username | null>(null, null, "ben" as Username, "dan" as Username),
  opened: fc.nat(1_000),
  waiting: fc.boolean(),
  snooze: fc.constantFrom<number | null>(null, null, -hour, hour),
});

const number = (index: number) => `+15550${String(190_000 + index)}` as Address;

async function insert(world: World, all: readonly Made[]): Promise<void> {
  const now = world.now();
  await world.ctx.store.transaction(async (tx) => {
    for (const [index, { owner, channel, state, assignee, opened, waiting, snooze }] of all.entries()) {
      const conversation = await tx.conversations.open(number(index), owner, world.ctx.newId, now);
      const id = `e${index}` as EpisodeId;
      const openedAt = now - opened;
      await tx.episodes.insert({ id, conversationId: conversation.id, number: 1, channel, openedAt, state });
      await tx.episodes.update(id, {
        assignee: owner.kind === "member" ? null : assignee,
        thread: `${index}.000001` as SlackTs,
        unansweredSince: waiting ? openedAt : null,
        snoozedUntil: snooze === null ? null : now + snooze,
      });
    }
  });
}

/** All pages of it, one after the other. */
async function whole(
  world: World,
  user: SlackUserId,
  key: string,
  pick: (home: MembersHome) => Listed<ConversationAtHome> | null | undefined,
): Promise<string[]> {
  const seen: string[] = [];
  for (let page = 0; ; page += 1) {
    await turnHome(world.ctx, { user, list: key, page });
    const list = pick((await world.ctx.store.read((tx) => homeFor(tx, user, world.now()))) as MembersHome);
    if (list === null || list === undefined) throw new Error(`there is no ${key}`);
    expect(list.page).toBe(page);
    seen.push(...list.rows.map(({ contact }) => contact));
    if (!list.more) {
      expect(list.total).toBe(seen.length);
      return seen;
    }
  }
}

it("lists what it should, each once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(made, { maxLength: 40 }), async (all) => {
      const world = await createWorld({ directory });
      await insert(world, all);
      const whose = (one: Made) => partyOf(directory, one.owner, one.channel);
      const isOpen = ({ state }: Made) => state === "open";
      const sleeps = ({ snooze }: Made) => (snooze ?? 0) > 0;
      const isAwake = (one: Made) => isOpen(one) && !sleeps(one);
      const holder = ({ owner, assignee }: Made) => (owner.kind === "member" ? owner.username : assignee);
      const isOf = (one: Made, name: string) => {
        const party = whose(one);
        return one.owner.kind === "line" && party?.kind === "group" && party.group.name === name;
      };
      const labels = (which: (one: Made) => boolean) =>
        all
          .map((one, index) => ({ one, index }))
          .filter(({ one }) => which(one))
          .sort(
            (a, b) =>
              Number(b.one.waiting) - Number(a.one.waiting) ||
              b.one.opened - a.one.opened ||
              (`e${a.index}` < `e${b.index}` ? -1 : 1),
          )
          .map(({ index }) => formatPhone(number(index)));
      for (const [user, name, group] of [
        [ben, "ben", "Front desk"],
        [dan, "dan", "Billing"],
      ] as const) {
        const mine = labels((one) => isAwake(one) && holder(one) === name);
        const free = labels((one) => isAwake(one) && holder(one) === null && isOf(one, group));
        expect(await whole(world, user, "mine", (home) => home.mine)).toEqual(mine);
        expect(await whole(world, user, "unassigned", (home) => home.unassigned)).toEqual(free);
        const asleep = labels(
          (one) =>
            isOpen(one) &&
            sleeps(one) &&
            (holder(one) === name || (holder(one) === null && isOf(one, group))),
        );
        const shown = await whole(world, user, "snoozed", (home) => home.snoozed);
        expect(shown.sort()).toEqual(asleep.sort());
      }
      for (const [extension, name] of [
        ["200", "Front desk"],
        ["300", "Billing"],
      ] as const) {
        const open = labels((one) => isAwake(one) && isOf(one, name));
        expect(await whole(world, eve, groupKey(extension), (home) => home.team?.group)).toEqual(open);
        const home = (await world.ctx.store.read((tx) => homeFor(tx, ana, world.now()))) as MembersHome;
        const standing = home.team?.groups.rows.find((row) => row.name === name);
        expect(standing).toMatchObject({
          open: open.length,
          unassigned: labels((one) => isAwake(one) && isOf(one, name) && holder(one) === null).length,
          waiting: labels((one) => isAwake(one) && isOf(one, name) && one.waiting).length,
        });
      }
      await world.close();
    }),
    { numRuns: thinned(12) },
  );
});
