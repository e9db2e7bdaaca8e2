/** Whatever comes first, what somebody leaves behind stands once, with somebody who answers for it, and nothing leaves without a word. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { noteDeactivated } from "../../../src/bridge/directory/identify-member.ts";
import type { Directory, Heir } from "../../../src/domain/directory.ts";
import type { Address, Extension, SlackChannelId, SlackTs, Username } from "../../../src/domain/ids.ts";
import { partyOf } from "../../../src/domain/owner.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, benLine, cy, frontLine, maria, noel, officeWithDirect } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const toCy: Heir = { kind: "member", username: "cy" as Username };
const toFront: Heir = { kind: "group", extension: "200" as Extension };
const direct = `D${ben}` as SlackChannelId;

const withHeir = (inheritTo: Heir): Directory => ({
  ...officeWithDirect,
  members: officeWithDirect.members.map((one) => ({
    ...one,
    ...(one.username === "ben" ? { inheritTo } : {}),
    ...(one.username === "cy" ? { outboundLine: benLine } : {}),
  })),
});

function withoutBen(of: Directory, extension: string): Directory {
  return {
    ...of,
    members: of.members.filter(({ username }) => username !== "ben"),
    lines: of.lines.map((line) =>
      line.number === benLine ? { ...line, smsExtension: extension as Extension } : line,
    ),
    groups: of.groups.map((group) => ({ ...group, members: group.members.filter((name) => name !== "ben") })),
  };
}

type Step =
  | "text ben"
  | "text ben too"
  | "text the desk"
  | "ben replies"
  | "ben is deactivated"
  | "cy is deactivated"
  | "ben is back"
  | "ben is taken out"
  | "ben is put in"
  | "somebody sends what waits"
  | "a manager gives"
  | "restart";

const anyStep = fc.constantFrom<Step>(
  "text ben",
  "text ben",
  "text ben too",
  "text the desk",
  "ben replies",
  "ben is deactivated",
  "cy is deactivated",
  "ben is back",
  "ben is taken out",
  "ben is put in",
  "somebody sends what waits",
  "a manager gives",
  "restart",
);

async function live(world: World, heir: Heir, step: Step, index: number): Promise<void> {
  const inside = withHeir(heir);
  const apply = (next: Directory) => world.apply(next).catch(() => {});
  switch (step) {
    case "text ben":
    case "text ben too":
      await world.text((step === "text ben" ? maria : noel) as Address, `text ${index}`, { to: benLine });
      break;
    case "text the desk":
      await world.text(maria, `text ${index}`, { to: frontLine });
      break;
    case "ben replies": {
      const open = (await world.episodes()).find(
        ({ state, channel }) => state === "open" && channel === direct,
      );
      if (open?.thread) await world.reply(ben, open.thread, `reply ${index}`, { channel: direct });
      break;
    }
    case "ben is deactivated":
      return await noteDeactivated(world.ctx, ben);
    case "cy is deactivated":
      return await noteDeactivated(world.ctx, cy);
    case "ben is back":
      return await world.bridge.identifyAgain();
    case "ben is taken out":
      return await apply(withoutBen(inside, heir === toCy ? "103" : "200"));
    case "ben is put in":
      return await apply(inside);
    case "somebody sends what waits":
      await world.runAll();
      await world.choose("send_now", heir === toCy ? cy : ana).catch(() => {});
      break;
    case "a manager gives": {
      await world.runAll();
      const asked = world.desk.told.findLast(({ to, offer }) => to === ana && offer?.choices[0] === "give");
      if (asked?.offer)
        await world.bridge.giveConversations({ notice: asked.offer.notice, user: ana, to: toFront });
      break;
    }
    case "restart":
      await world.restart();
  }
}

it("holds whatever comes first", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(toCy, toFront),
      fc.array(fc.tuple(anyStep, fc.boolean()), { minLength: 3, maxLength: 14 }),
      async (heir, steps) => {
        const world = await createWorld({ directory: withHeir(heir), hold: 30_000 });
        await world.runAll();
        for (const [index, [step, settles]] of steps.entries()) {
          await live(world, heir, step, index);
          if (settles) await world.runAll();
        }
        await world.runAll();
        const { directory } = await world.ctx.store.read((tx) => tx.directories.people());
        for (const from of [maria, noel]) {
          const open = (await world.episodes(from as Address)).filter(({ state }) => state === "open");
          const owners = [];
          for (const episode of open) {
            const whole = await world.ctx.store.read((tx) => tx.episodes.whole(episode.id));
            const owner = whole?.conversation.owner;
            owners.push(JSON.stringify(owner));
            const isAnswered = owner && partyOf(directory, owner, episode.channel) !== null;
            expect(isAnswered || world.desk.offers.some(({ choices }) => choices[0] === "give")).toBe(true);
            // What nobody has answered can be read where it goes on.
            const said = await world.ctx.store.read((tx) => tx.messages.lastSaid(episode.id, 50));
            const shown = world.thread(episode.thread as SlackTs).join("\n");
            for (const { direction, body } of said)
              if (direction === "in" && !said.some((one) => one.direction === "out"))
                expect(shown).toContain(body);
          }
          expect(new Set(owners).size).toBe(owners.length);
        }
        // Ben's hold never ends here: what has left was sent by whoever took over.
        for (const { body } of world.carrier.sent) {
          const reply = [...world.desk.standing.values()].find(({ text }) => text === body);
          const sent = reply && (await world.messageOf(reply));
          expect(sent?.author).not.toBe("ben");
        }
        expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
        await world.close();
      },
    ),
    { numRuns: thinned(25), endOnFailure: true },
  );
});
