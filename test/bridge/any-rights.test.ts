/** Whatever the directory says and in whatever order things happen: who may not answer causes no text, and each leaves from the right line. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../src/bridge/choices/choose-notice.ts";
import { closeEpisode } from "../../src/bridge/conversations/close-episode.ts";
import { reopenEpisode } from "../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../src/bridge/conversations/take-episode.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { Extension, SlackTs, Username } from "../../src/domain/ids.ts";
import { thinned } from "../store/thin-out.ts";
import {
  ana,
  ben,
  benLine,
  billingLine,
  cy,
  dan,
  eve,
  frontLine,
  maria,
  noel,
  officeWithDirect,
  stranger,
} from "./front-desk.ts";
import { hours, putTemplate } from "./templates/filling.ts";
import { createWorld, second, type World } from "./world.ts";

const runs = Number(process.env.ANY_RIGHTS_RUNS ?? thinned(25));
const users = [ana, ben, cy, dan, eve, stranger] as const;
const numbers = [frontLine, billingLine, benLine] as const;
const extensions = ["101", "102", "104", "200", "300", undefined] as const;

/** Any line leads to anyone or to nobody, anyone may have an outbound line, and anyone may be in a group. */
const anyOffice: fc.Arbitrary<Directory> = fc
  .record({
    leads: fc.tuple(
      fc.constantFrom(...extensions),
      fc.constantFrom(...extensions),
      fc.constantFrom(...extensions),
    ),
    outbound: fc.array(fc.constantFrom(...numbers, undefined), { minLength: 6, maxLength: 6 }),
    groups: fc.tuple(
      fc.subarray(["ana", "ben", "cy", "dan", "eve"]),
      fc.subarray(["ana", "ben", "cy", "dan", "eve"]),
    ),
  })
  .map(({ leads, outbound, groups }) => ({
    ...officeWithDirect,
    lines: officeWithDirect.lines.map(({ smsExtension: _, ...line }, index) => {
      const extension = leads[index];
      return extension === undefined ? line : { ...line, smsExtension: extension as Extension };
    }),
    members: officeWithDirect.members.map(({ outboundLine: _, ...member }, index) => {
      const line = outbound[index];
      return line === undefined ? member : { ...member, outboundLine: line };
    }),
    groups: officeWithDirect.groups.map((group, index) => ({
      ...group,
      members: (groups[index] ?? []) as Username[],
    })),
  }));

const pick = fc.nat({ max: 1000 });
const anyAct = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("text" as const), line: pick, contact: pick }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("reply" as const), thread: pick, user: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("fill" as const), which: pick, user: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("press" as const), which: pick, user: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("close" as const, "resolve" as const, "reopen" as const, "take" as const),
      which: pick,
      user: pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("apply" as const), directory: anyOffice }) },
);
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

async function act(world: World, what: Act, wrote: Map<string, string>): Promise<void> {
  switch (what.do) {
    case "text":
      await world.text(at([maria, noel], what.contact) ?? maria, "Hello", {
        to: at(numbers, what.line) ?? frontLine,
      });
      return;
    case "reply": {
      const root = at(
        world.desk.posted.filter(({ card }) => card !== null),
        what.thread,
      );
      const user = at(users, what.user) ?? stranger;
      if (root === undefined) return;
      const words = `r${wrote.size}`;
      wrote.set(words, user);
      await world.reply(user, root.ts as SlackTs, words, { channel: root.channel });
      return;
    }
    case "fill": {
      const open = at(await world.episodes(), what.which);
      const user = at(users, what.user) ?? stranger;
      if (open === undefined) return;
      const body = `f${wrote.size}`;
      wrote.set(body, user);
      const ids = { episode: open.id, template: hours, version: 1, draft: null, assignee: open.assignee };
      const now = { at: null, unlessTheyWrite: false, asked: null };
      await world.bridge.sendFilled({ ...ids, ...now, user, typed: body, body, act: body });
      return;
    }
    case "press": {
      const offer = at(world.desk.offers, what.which);
      const choice = offer && at(offer.choices, what.user);
      if (offer === undefined || choice === undefined) return;
      await chooseNotice(world.ctx, { notice: offer.notice, choice, user: at(users, what.user) ?? stranger });
      return;
    }
    case "apply":
      // What it leaves out while conversations are open is refused.
      return await world.apply(what.directory).catch(() => undefined);
    default: {
      const episode = at(await world.episodes(), what.which)?.id;
      const user = at(users, what.user) ?? stranger;
      if (episode === undefined) return;
      if (what.do === "close") await closeEpisode(world.ctx, { episode, user });
      if (what.do === "resolve") await resolveEpisode(world.ctx, { episode, user });
      if (what.do === "reopen") await reopenEpisode(world.ctx, { episode, user });
      if (what.do === "take") await takeEpisode(world.ctx, { episode, user, seenAssignee: null });
    }
  }
}

/** Why a text that has just left should not have, by the directory in force. */
async function wrongs(world: World, from: number): Promise<string[]> {
  const found: string[] = [];
  for (const sms of world.carrier.sent.slice(from)) {
    const { directory, message, conversation, place } = await world.ctx.store.read(async (tx) => {
      const message = await tx.messages.get(sms.messageId);
      const conversation = message && (await tx.conversations.get(message.conversationId));
      const episode = message?.episodeId ? await tx.episodes.get(message.episodeId) : null;
      const directory = await tx.directories.current();
      return { directory, message, conversation, place: episode?.channel };
    });
    const author = directory.members.find(({ username }) => username === message?.author);
    if (author === undefined || !conversation) {
      found.push(`${sms.body} left without an author`);
      continue;
    }
    const { owner } = conversation;
    if (owner.kind === "member") {
      if (author.username !== owner.username)
        found.push(`${sms.body} of ${author.username} is not its owner's`);
      if (sms.from !== author.outboundLine) found.push(`${sms.body} left from ${sms.from}`);
      continue;
    }
    const line = directory.lines.find(({ number }) => number === owner.number);
    // A line that leads to no group any more leaves its open shared conversations to the group where they stand.
    const group =
      directory.groups.find(({ extension }) => extension === line?.smsExtension) ??
      directory.groups.find(({ channel }) => channel === place);
    // Where no group works any more, they go on under the member to whom it leads.
    const isTheirs =
      group === undefined && author.extension !== undefined && author.extension === line?.smsExtension;
    if (!group?.members.includes(author.username) && !isTheirs)
      found.push(`${sms.body} of ${author.username} is not the group's`);
    if (sms.from !== owner.number) found.push(`${sms.body} left from ${sms.from}`);
  }
  return found;
}

describe("whatever the directory says", () => {
  it("nobody who may not answer causes a text, and each leaves from the line that is right then", async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(
        anyOffice,
        fc.array(anyAct, { minLength: 10, maxLength: 60, size: "max" }),
        async (directory, acts) => {
          const world = await createWorld({ directory, hold: 0 });
          const wrote = new Map<string, string>();
          try {
            await putTemplate(world);
            await world.runAll();
            for (const what of acts) {
              const before = world.carrier.sent.length;
              await act(world, what, wrote);
              await world.pass(second);
              expect(await wrongs(world, before)).toEqual([]);
            }
            left += world.carrier.sent.length;
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: runs, interruptAfterTimeLimit: 120_000 },
    );
    expect(left).toBeGreaterThan(0);
  });
});
