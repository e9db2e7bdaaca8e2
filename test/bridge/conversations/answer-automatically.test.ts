import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { noteDeactivated } from "../../../src/bridge/directory/identify-member.ts";
import { setAutoReply } from "../../../src/bridge/members/set-auto-reply.ts";
import type { AutoReply, Directory, Line, Member } from "../../../src/domain/directory.ts";
import type { Address, CarrierMessageId, E164, Extension, SlackTs } from "../../../src/domain/ids.ts";
import { autoReplyWindow } from "../../../src/domain/policy/may-auto-reply.ts";
import { thinned } from "../../store/thin-out.ts";
import {
  ana,
  ben,
  benLine,
  benSecondLine,
  benWith,
  front,
  frontLine,
  maria,
  noel,
  officeWith,
  officeWithDirect,
  officeWithTwoDirect,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, type WorldOptions, words } from "../world.ts";

const away: AutoReply = { text: "I am with somebody until five.", on: true, hours: "always" };
const shown = `app: Automatic answer from Ben Ito’s auto-reply: “${away.text}”`;

const benAway = (change: Partial<Member> = {}, directory?: Directory): Directory =>
  benWith({ autoReply: away, ...change }, directory);

async function awayWorld(directory = benAway(), options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ directory, ...options });
  await world.runAll();
  return world;
}

async function text(world: World, body = "Hi Ben", from = maria, to: E164 = benLine): Promise<void> {
  await world.text(from, body, { to });
  await world.runAll();
}

const leadingTo = (extension: string, line: Line): Line => ({
  ...line,
  smsExtension: extension as Extension,
});

const threadOf = async (world: World, from: Address = maria) =>
  world.thread((await world.openEpisode(from)).thread as SlackTs);

const toTheFrontDesk = officeWithDirect.lines.map((line) => ({
  ...line,
  smsExtension: "200" as Extension,
}));

describe("a member's auto-reply", () => {
  it("answers a text to their own line from their outbound line, and shows as automatic in the thread", async () => {
    const world = await awayWorld(benAway({ outboundLine: frontLine as E164 }));
    await text(world);
    expect(world.carrier.sent).toMatchObject([{ from: frontLine, to: maria, body: away.text }]);
    expect(await threadOf(world)).toEqual(["Maria Lopez: Hi Ben", shown]);
  });

  it("leaves the customer waiting for a person, on the card and in the line about who waits", async () => {
    const world = await awayWorld();
    await text(world);
    await world.report(away.text, "delivered");
    await text(world, "Are you there?");
    await world.pass(minute);
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
    expect(world.desk.cards.at(-1)?.card).toMatchObject({
      answered: null,
      quote: { words: "Are you there?" },
    });
    expect(world.desk.cards.at(-1)?.card.waitingSince).not.toBeNull();
  });

  const silent: readonly [string, Directory][] = [
    ["the text went to a group", { ...benAway(), lines: toTheFrontDesk }],
    ["the sender is a member's own phone", benAway({ mobile: maria as string as E164 })],
    ["the account is switched off", { ...benAway(), carriers: [{ name: "twilio", sms: false }] }],
    ["its text is blank", benAway({ autoReply: { ...away, text: " " } })],
    ["it is switched off", benAway({ autoReply: { ...away, on: false } })],
  ];

  it.each(silent)("stays away when %s", async (_, directory) => {
    const world = await awayWorld(directory);
    await text(world);
    expect(world.carrier.sent).toEqual([]);
    expect(await threadOf(world)).toEqual([expect.stringMatching(/: Hi Ben$/)]);
  });

  it("stays away when there is no outbound line", async () => {
    const { outboundLine, ...bare } = officeWithDirect.members.find(
      ({ username }) => username === "ben",
    ) as Member;
    const members = officeWithDirect.members.map((one) =>
      one.username === "ben" ? { ...bare, autoReply: away } : one,
    );
    const world = await awayWorld({ ...officeWithDirect, members });
    await text(world);
    expect(world.carrier.sent).toEqual([]);
  });

  it("stays away once the member was deactivated", async () => {
    const world = await awayWorld();
    await noteDeactivated(world.ctx, ben);
    await text(world);
    expect(world.carrier.bodies()).not.toContain(away.text);
  });

  it("answers the first of several texts within 30 seconds, whichever line they come to, and the next after them", async () => {
    const world = await awayWorld(benAway({}, officeWithTwoDirect));
    await text(world, "one");
    await text(world, "two", maria, benSecondLine);
    await world.pass(autoReplyWindow);
    await text(world, "three");
    expect(world.carrier.bodies()).toEqual([away.text]);
    await world.pass(1);
    await text(world, "four");
    expect(world.carrier.bodies()).toEqual([away.text, away.text]);
  });

  it("answers one of several texts that come at the same moment", async () => {
    const world = await awayWorld(benAway({}, officeWithTwoDirect));
    const lines = [benLine, benSecondLine, benLine, benSecondLine, benLine];
    await Promise.all(lines.map((to, index) => world.text(maria, `text ${index}`, { to })));
    await world.runAll();
    expect(world.carrier.bodies()).toEqual([away.text]);
  });

  it("counts by the database: a restart between two texts makes no second answer", async () => {
    const world = await awayWorld();
    await text(world, "one");
    await world.restart();
    await text(world, "two");
    expect(world.carrier.bodies()).toEqual([away.text]);
    await world.pass(autoReplyWindow + 1);
    await world.restart();
    await text(world, "three");
    expect(world.carrier.bodies()).toEqual([away.text, away.text]);
  });

  it("answers each number for itself", async () => {
    const world = await awayWorld();
    await text(world);
    await text(world, "Hello", noel);
    expect(world.carrier.sent.map(({ to }) => to)).toEqual([maria, noel]);
  });

  it("is not sent twice for a text that comes twice", async () => {
    const world = await awayWorld();
    const carrierMessageId = "SM-once" as never;
    for (const skip of [0, autoReplyWindow + 1]) {
      await world.pass(skip);
      await world.text(maria, "Hi", { to: benLine, carrierMessageId });
      await world.runAll();
    }
    expect(world.carrier.sent).toHaveLength(1);
  });

  it.each(["STOP", "stop please", "START", "help", "Info", "Please stop texting me."])(
    "does not answer %s",
    async (word) => {
      const world = await awayWorld();
      await text(world, word);
      expect(world.carrier.bodies()).not.toContain(away.text);
    },
  );

  it("does not answer whoever has opted out, nor the word by which they take it back", async () => {
    const world = await awayWorld();
    await text(world, "STOP");
    await world.pass(minute);
    for (const words of ["Are you there?", "yes"]) await text(world, words);
    expect(world.carrier.bodies()).not.toContain(away.text);
    await world.pass(minute);
    await text(world, "Hi Ben");
    expect(world.carrier.bodies()).toContain(away.text);
  });

  it.each(["72345", "ACME Bank"])("does not answer %s", async (from) => {
    const world = await awayWorld();
    await text(world, "Your code is 1234", from as Address);
    expect(world.carrier.sent).toEqual([]);
  });

  it("does not answer one of our own lines, and two lines don't answer each other", async () => {
    const world = await awayWorld(benAway({}, officeWithTwoDirect));
    for (const from of [benLine, benSecondLine, frontLine]) {
      await text(world, "Hi", from as string as Address, benLine);
      await world.pass(minute);
    }
    expect(world.carrier.sent).toEqual([]);
  });

  it("does not answer a text that is fetched too late, and answers one that is still fresh", async () => {
    const world = await awayWorld();
    const sendWithin = 10 * minute;
    await world.text(noel, "old", { to: benLine, receivedAt: new Date(world.now() - sendWithin - second) });
    await world.text(maria, "fresh", { to: benLine, receivedAt: new Date(world.now() - sendWithin) });
    await world.runAll();
    expect(world.carrier.sent.map(({ to }) => to)).toEqual([maria]);
  });

  it("answers at most every so many minutes, where the member wants that", async () => {
    const world = await awayWorld(benAway({ autoReply: { ...away, atMostEveryMinutes: 60 } }));
    await text(world);
    await world.pass(hour - 1);
    await text(world, "two");
    expect(world.carrier.sent).toHaveLength(1);
    await world.pass(1);
    await text(world, "three");
    expect(world.carrier.sent).toHaveLength(2);
  });

  it("answers outside the member's hours alone, where they want that", async () => {
    const weekdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 };
    const outside = { autoReply: { ...away, hours: "outside" }, hours: [weekdays] } as const;
    // Monday, 7 in the morning in New York.
    const world = await awayWorld(benAway(outside));
    await text(world);
    expect(world.carrier.sent).toHaveLength(1);
    await world.pass(2 * hour);
    await text(world, "Are you there?");
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("counts the hours where the line is that it answers from", async () => {
    const early = { days: [1, 2, 3, 4, 5, 6, 7], from: 7 * 60, to: 8 * 60 };
    const outside = { autoReply: { ...away, hours: "outside" }, hours: [early] } as const;
    const lines = officeWithDirect.lines.map((line) =>
      line.number === benLine ? { ...line, timeZone: "America/Chicago" } : line,
    );
    const world = await awayWorld(benAway(outside, { ...officeWithDirect, lines }));
    await text(world);
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("says what the member set last", async () => {
    const world = await awayWorld();
    const typed = { text: "Back at six.", on: true, hours: "always", every: "" } as const;
    await setAutoReply(world.ctx, { user: ben, typed, act: "one" });
    await text(world);
    await setAutoReply(world.ctx, { user: ben, typed: { ...typed, on: false }, act: "two" });
    await world.pass(minute);
    await text(world, "And now?");
    expect(world.carrier.bodies()).toEqual(["Back at six."]);
  });

  it("stops at five in an hour when another system answers it, and says so in the thread once", async () => {
    const world = await awayWorld();
    for (let round = 0; round < 12; round += 1) {
      await text(world, `Thank you for your message (${round}).`);
      await world.pass(40 * second);
    }
    expect(world.carrier.sent).toHaveLength(5);
    const lines = (await threadOf(world)).filter((line) => line.includes("No more automatic answers"));
    expect(lines).toHaveLength(1);
    await world.pass(hour);
    await text(world, "Hello again");
    expect(world.carrier.sent).toHaveLength(6);
  });

  it("is shown where it failed, with the choice to try again", async () => {
    const world = await awayWorld();
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await text(world);
    expect((await threadOf(world)).at(-1)).toContain("This text was not delivered");
    expect(world.desk.offers.at(-1)?.choices).toEqual(["try_again"]);
  });

  it("is given up, in words, when it can't leave in time", async () => {
    const world = await awayWorld();
    world.ctx.connection.lose();
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.pass(30 * minute);
    expect(world.carrier.sent).toEqual([]);
    expect((await threadOf(world)).at(-1)).toContain("This automatic answer did not leave");
    expect(world.desk.offers).toEqual([]);
  });

  it("is given up when the text that it answers has grown too old by the time it could leave", async () => {
    const world = await awayWorld();
    world.ctx.connection.lose();
    await world.text(maria, "Hi Ben", { to: benLine, receivedAt: new Date(world.now() - 9 * minute) });
    await world.pass(2 * minute);
    world.ctx.connection.regain();
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect((await threadOf(world)).at(-1)).toContain("This automatic answer did not leave");
  });

  it("is given up when nothing ran while it was due", async () => {
    const world = await awayWorld();
    await world.text(maria, "Hi Ben", { to: benLine });
    world.skip(hour);
    await world.restart();
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    expect((await threadOf(world)).at(-1)).toContain("This automatic answer did not leave");
    const told = world.desk.told.filter(({ to }) => to === ana).map(({ sentence }) => words(sentence));
    expect(told.join()).toContain("No text was due meanwhile.");
  });

  it("stays away where the text goes on in a conversation of the group that its line led to before", async () => {
    const world = await awayWorld(benAway());
    await text(world, "to the desk", noel, frontLine as E164);
    await world.apply({ ...benAway(), lines: benAway().lines.map((line) => leadingTo("102", line)) });
    await text(world, "still there?", noel, frontLine as E164);
    expect(world.carrier.sent).toEqual([]);
  });

  it("never leaves within 30 seconds of the one before it, though both waited for Slack", async () => {
    const world = await awayWorld();
    world.ctx.connection.lose();
    await world.text(maria, "one", { to: benLine });
    await world.pass(autoReplyWindow + second);
    await world.text(maria, "two", { to: benLine });
    world.ctx.connection.regain();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([away.text]);
  });

  it("never reaches one number twice within 30 seconds, whatever comes in which order", async () => {
    const step = fc.record({
      from: fc.constantFrom(maria, noel, "+15550199003" as Address),
      to: fc.constantFrom(benLine, benSecondLine, frontLine as E164),
      after: fc.constantFrom(0, 1, 500, 10_000, 29_999, 30_000, 30_001, 45_000),
      how: fc.constantFrom("text", "text", "text", "restart", "edit", "deaf", "heard", "put off"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
        const world = await awayWorld(benAway({}, officeWithTwoDirect));
        const accepted: { to: string; at: number }[] = [];
        let putOff = 0;
        const answer = async (): Promise<SendOutcome> => {
          const busy = {
            code: "20429",
            sentence: "Too many.",
            scope: "passing",
            retryAfterMs: 40_000,
          } as const;
          putOff -= 1;
          if (putOff >= 0) return { kind: "rejected", failure: busy };
          accepted.push({ to: world.carrier.sent.at(-1)?.to ?? "", at: world.now() });
          const carrierMessageId = `OUT${accepted.length}` as CarrierMessageId;
          return { kind: "accepted", carrierMessageId, state: "accepted" };
        };
        world.carrier.answers.push(...Array.from({ length: 60 }, () => answer));
        for (const [index, { from, to, after, how }] of steps.entries()) {
          await world.pass(after);
          if (how === "restart") await world.restart();
          const typed = { text: `Away, ${index}.`, on: true, hours: "always", every: "" } as const;
          if (how === "edit") await setAutoReply(world.ctx, { user: ben, typed, act: `act-${index}` });
          if (how === "deaf") world.ctx.connection.lose();
          if (how === "heard") world.ctx.connection.regain();
          putOff = how === "put off" ? 1 : 0;
          await text(world, "Hi", from, to);
        }
        world.ctx.connection.regain();
        await world.pass(5 * minute);
        for (const number of new Set(accepted.map(({ to }) => to))) {
          const times = accepted.flatMap(({ to, at }) => (to === number ? [at] : []));
          for (const [index, at] of times.slice(1).entries())
            expect(at - (times[index] ?? 0)).toBeGreaterThan(autoReplyWindow);
        }
        await world.close();
      }),
      { numRuns: thinned(15) },
    );
  });
});

describe("a group's after-hours reply", () => {
  const closed = { text: "We are closed until nine.", on: true, everyHours: 4 };
  const weekdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 };
  // The world begins on Monday, 7 in the morning in New York.
  const closedOffice = officeWith({ hours: [weekdays], afterHoursReply: closed });
  const frontText = (world: World, body = "Are you open?", from = maria) =>
    text(world, body, from, frontLine as E164);

  it("answers outside the group's hours from the line that was texted, and shows as automatic", async () => {
    const world = await awayWorld(closedOffice);
    await frontText(world);
    expect(world.carrier.sent).toMatchObject([{ from: frontLine, to: maria, body: closed.text }]);
    expect(await threadOf(world)).toEqual([
      "Maria Lopez: Are you open?",
      `app: Automatic answer outside the hours of Front desk: “${closed.text}”`,
    ]);
    expect((await world.openEpisode()).assignee).toBeNull();
  });

  it.each<[string, Directory]>([
    ["none is set up", officeWith({ hours: [weekdays] })],
    ["it is switched off", officeWith({ hours: [weekdays], afterHoursReply: { ...closed, on: false } })],
    ["the group is there", officeWith({ hours: [{ ...weekdays, from: 6 * 60 }], afterHoursReply: closed })],
    ["nobody wrote down its hours", officeWith({ afterHoursReply: closed })],
    ["the account is switched off", { ...closedOffice, carriers: [{ name: "twilio", sms: false }] }],
  ])("stays away when %s", async (_, directory) => {
    const world = await awayWorld(directory);
    await frontText(world);
    expect(world.carrier.sent).toEqual([]);
  });

  it("answers a contact once in four hours", async () => {
    const night = { ...weekdays, from: 23 * 60, to: 24 * 60 };
    const world = await awayWorld(officeWith({ hours: [night], afterHoursReply: closed }));
    await frontText(world);
    await world.pass(4 * hour - 1);
    await frontText(world, "two");
    await frontText(world, "Hello", noel);
    expect(world.carrier.sent.map(({ to }) => to)).toEqual([maria, noel]);
    await world.pass(1);
    await frontText(world, "three");
    expect(world.carrier.sent).toHaveLength(3);
  });

  it("stays away for five minutes after a member wrote there, to the customer or to the team", async () => {
    const world = await awayWorld(officeWith({ hours: [weekdays] }), { hold: 0 });
    await frontText(world);
    const thread = (await world.openEpisode()).thread as SlackTs;
    await world.apply(closedOffice);
    await world.reply(ben, thread, "note: I look after this", { channel: front });
    await world.pass(5 * minute - second);
    await frontText(world, "two");
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(2 * second);
    await frontText(world, "three");
    expect(world.carrier.bodies()).toEqual([closed.text]);
  });

  it("stays away for these five minutes also where that member resolved it meanwhile", async () => {
    const world = await awayWorld(officeWith({ hours: [weekdays] }), { hold: 0 });
    await frontText(world);
    const { id: episode, thread } = await world.openEpisode();
    await world.apply(closedOffice);
    await world.reply(ben, thread as SlackTs, "See you tomorrow", { channel: front });
    await world.runAll();
    await resolveEpisode(world.ctx, { episode, user: ben });
    await frontText(world, "Thanks!");
    expect(world.carrier.bodies()).toEqual(["See you tomorrow"]);
    await world.pass(5 * minute + second);
    await frontText(world, "One more thing");
    expect(world.carrier.bodies()).toEqual(["See you tomorrow", closed.text]);
  });

  it("stays away where the text goes on in the direct conversation of the member that its line led to before", async () => {
    const direct = officeWith({ hours: [weekdays], afterHoursReply: closed }, officeWithDirect);
    const world = await awayWorld(direct);
    await text(world);
    await world.apply({ ...direct, lines: direct.lines.map((line) => leadingTo("200", line)) });
    await text(world, "still there?");
    expect(world.carrier.sent).toEqual([]);
  });

  it.each(["STOP", "HELP"])("does not answer %s", async (word) => {
    const world = await awayWorld(closedOffice);
    await frontText(world, word);
    expect(world.carrier.bodies()).not.toContain(closed.text);
  });

  it("is no auto-reply: a member's stays away on a group's line even when it is on", async () => {
    const world = await awayWorld(benAway());
    await frontText(world);
    expect(world.carrier.sent).toEqual([]);
  });
});
