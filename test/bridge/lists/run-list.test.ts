import { describe, expect, it } from "vitest";
import { markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { planList } from "../../../src/bridge/lists/start-list.ts";
import { progressLines } from "../../../src/domain/list-progress.ts";
import { ana, ben, front, maria } from "../front-desk.ts";
import { createWorld, hour, minute, second, words } from "../world.ts";
import { addressAt, begin, contacts, handed, listOf, number, seen } from "./listing.ts";

const told = (world: Parameters<typeof seen>[0]) => progressLines(seen(world)).map(words);

describe("a text to many", () => {
  it("leaves for each of them once, after one hold for all, no faster than the carrier sends", async () => {
    const world = await createWorld();
    await begin(world);
    await world.pass(10 * second - 1);
    expect(handed(world)).toEqual([]);
    await world.pass(1);
    expect(handed(world)).toEqual([number(1)]);
    await world.pass(second - 1);
    expect(handed(world)).toHaveLength(1);
    await world.pass(1);
    expect(handed(world)).toEqual([number(1), number(2)]);
    await world.pass(hour);
    expect(handed(world)).toEqual([number(1), number(2), number(3)]);
  });

  it("does not go on while the one before has not left", async () => {
    const world = await createWorld();
    const failure = { code: "429", sentence: "Later.", scope: "passing", retryAfterMs: 30 * second } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await begin(world);
    await world.pass(39 * second);
    expect(handed(world)).toEqual([number(1)]);
    await world.pass(10 * second);
    expect(handed(world)).toEqual([number(1), number(1), number(2), number(3)]);
  });

  it("is told to its author in one message, from the hold to its end", async () => {
    const world = await createWorld();
    await begin(world);
    await world.runAll();
    expect(seen(world)).toMatchObject({ state: "held", total: 3, toGo: 3 });
    await world.pass(minute);
    expect(told(world)).toEqual([
      "Text to 3 people from Front desk: “Closed on Friday.”",
      "Done. It left for 3 of 3. 0 are known to have arrived.",
    ]);
    const posts = world.desk.calls.filter((call) => call === "postProgress");
    expect(posts).toHaveLength(1);
    expect(world.desk.posted.map(({ channel }) => channel)).toEqual([`D${ana}`]);
  });

  it("opens no thread before its contact answers, and then shows it first", async () => {
    const world = await createWorld();
    await begin(world);
    await world.pass(minute);
    expect(world.desk.posted.filter(({ channel }) => channel === front)).toEqual([]);
    await world.text(addressAt(2), "Thanks!");
    await world.runAll();
    const episode = await world.openEpisode(addressAt(2));
    const thread = episode.thread ?? expect.fail("no thread");
    expect(world.desk.posted.filter(({ thread: of }) => of === thread).map(({ post }) => post?.kind)).toEqual(
      ["member", "texts"],
    );
    expect(episode).toMatchObject({ assignee: null });
  });

  it("joins the open thread of a contact, takes it for nobody, and answers nobody who waits", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Are you open on Friday?");
    await begin(world, { recipients: [{ kind: "number", number: number(1) }] });
    await world.pass(minute);
    expect(handed(world)).toEqual([number(1)]);
    const posts = world.desk.posted.filter(({ thread: of }) => of === thread);
    expect(posts.at(-1)?.post).toMatchObject({ kind: "member", body: "Closed on Friday." });
    const episode = await world.openEpisode(maria);
    expect(episode.assignee).toBeNull();
    expect(episode.unansweredSince).not.toBeNull();
  });

  it("stands behind all other texts that are due, and holds up no reply in its own conversation", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin(maria, "Hi");
    world.carrier.answers.push({
      kind: "rejected",
      failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 30 * second },
    });
    await begin(world, { recipients: [{ kind: "number", number: number(1) }] });
    await world.runAll();
    expect(handed(world)).toEqual([number(1)]);
    await world.reply(ben, thread, "Hello");
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["Closed on Friday.", "Hello"]);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Closed on Friday.", "Hello", "Closed on Friday."]);
  });

  it("goes behind replies that became due with it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Hi");
    await begin(world, { recipients: contacts(2) });
    await world.reply(ben, thread, "Hello");
    await world.reply(ben, thread, "Hello again");
    world.skip(10 * second);
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    const kinds = due.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("send")).toBeLessThan(kinds.indexOf("list"));
    await world.pass(minute);
    expect(world.carrier.bodies().slice(0, 2)).toEqual(["Hello", "Hello again"]);
  });

  it("begins at the time that was chosen for it", async () => {
    const world = await createWorld();
    await begin(world, { at: world.now() + 5 * minute });
    await world.runAll();
    expect(told(world).at(-1)).toBe("Nothing has left yet: the first leaves (time).");
    await world.pass(5 * minute - 1);
    expect(handed(world)).toEqual([]);
    await world.pass(minute);
    expect(handed(world)).toHaveLength(3);
  });

  it("names who did not get it, and why", async () => {
    const world = await createWorld();
    world.carrier.answers.push({
      kind: "rejected",
      failure: { code: "21614", sentence: "This number can't receive texts.", scope: "recipient" },
    });
    await begin(world);
    await world.pass(minute);
    expect(told(world)).toEqual([
      "Text to 3 people from Front desk: “Closed on Friday.”",
      "Done. It left for 2 of 3. 0 are known to have arrived.",
      "Did not get it, or may not have:",
      "Maria Lopez (…9001): This number can't receive texts",
    ]);
  });

  it("is drawn anew by what the carrier says after its end", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(1) });
    await world.pass(minute);
    expect(seen(world)).toMatchObject({ state: "done", left: 1, delivered: 0 });
    await world.report("Closed on Friday.", "delivered");
    await world.pass(minute);
    expect(seen(world)).toMatchObject({ state: "done", left: 1, delivered: 1 });
  });

  it("is not sent to who opted out while it ran, and names them", async () => {
    const world = await createWorld();
    await begin(world);
    await world.pass(10 * second);
    await world.text(addressAt(3), "STOP");
    await world.pass(minute);
    expect(handed(world)).toEqual([number(1), number(2)]);
    expect(seen(world).missed).toEqual([{ who: "(555) 019-9003", why: "opted out" }]);
  });
});

describe("a text of a list that fails", () => {
  it("is told in the open thread of its contact, as any text is", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Hi");
    await begin(world, { recipients: contacts(1) });
    await world.pass(minute);
    await world.report("Closed on Friday.", "failed");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe(
      `app: @${ana} This text was not delivered: “Closed on Friday.” The phone is off.`,
    );
    expect((await world.choose("try_again", ben)).decided).toBe(true);
    await world.pass(minute);
    expect(handed(world)).toEqual([number(1), number(1)]);
  });

  it("is told beside how far the list is where no thread is open, and opens none", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(1) });
    await world.pass(minute);
    await world.report("Closed on Friday.", "failed");
    await world.pass(minute);
    expect(world.desk.posted.filter(({ channel }) => channel === front)).toEqual([]);
    expect(told(world).slice(1)).toEqual([
      "Done. It left for 0 of 1.",
      "Did not get it, or may not have:",
      "Maria Lopez (…9001): The phone is off",
    ]);
  });

  it("because its contact opted out at the phone company counts as that, and opens no thread", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(1) });
    await world.pass(minute);
    await world.report("Closed on Friday.", "failed", "They opted out.", "21610");
    await world.pass(minute);
    expect(world.desk.posted.filter(({ channel }) => channel === front)).toEqual([]);
    const planned = await planList(world.ctx, {
      user: ana,
      recipients: contacts(2),
      line: null,
      body: "Hello",
      at: null,
    });
    expect(planned).toMatchObject({ plan: { leftOut: [{ bar: "opted_out" }] } });
  });

  it("and of which nobody knows whether it left is not sent again, and named", async () => {
    const world = await createWorld();
    world.carrier.answers.push({ kind: "unknown", reason: "the answer was lost" });
    await begin(world, { recipients: contacts(2) });
    await world.pass(hour);
    expect(handed(world)).toEqual([number(1), number(2)]);
    expect(seen(world).missed.map(({ why }) => why)).toEqual(["it is not known whether it left"]);
    expect(world.desk.posted.filter(({ channel }) => channel === front)).toEqual([]);
  });
});

describe("on an older copy of the database, a list", () => {
  it("asks before it goes on, since some may have got it from whoever lived on", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(5) });
    await world.pass(12 * second);
    const before = handed(world).length;
    await world.ctx.store.transaction(markRestored);
    await world.restart();
    await world.pass(minute);
    expect(handed(world)).toHaveLength(before);
    expect(seen(world)).toMatchObject({ state: "asking", isCopy: true });
    expect(told(world).at(-1)).toMatch(/^This was under way in an older copy of the database/);
  });

  it("asks, too, before it begins at the time that was chosen for it, which stays: it may have been stopped since", async () => {
    const world = await createWorld();
    await begin(world, { at: world.now() + 3 * hour });
    await world.runAll();
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    await world.pass(hour);
    expect(seen(world)).toMatchObject({ state: "asking", isCopy: true });
    await world.bridge.goOnWithList({ list: listOf(world), user: ana });
    await world.pass(hour);
    expect(handed(world)).toEqual([]);
    await world.pass(hour);
    expect(handed(world)).toHaveLength(3);
  });
});

describe("its author", () => {
  it("stops it in its hold: nobody gets anything", async () => {
    const world = await createWorld();
    await begin(world);
    await world.runAll();
    const { sentence } = await world.bridge.stopList({ list: listOf(world), user: ana });
    expect(words(sentence)).toBe("Stopped. It had left for 0 of 3.");
    await world.pass(hour);
    expect(handed(world)).toEqual([]);
    expect(told(world).slice(1)).toEqual(["Stopped. It had left for 0 of 3."]);
  });

  it("stops it while it runs: what has not been handed over never is", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(10) });
    await world.pass(13 * second);
    const before = handed(world).length;
    const { sentence } = await world.bridge.stopList({ list: listOf(world), user: ana });
    expect(words(sentence)).toBe(`Stopped. It had left for ${before} of 10.`);
    await world.pass(hour);
    expect(handed(world)).toHaveLength(before);
    const again = await world.bridge.stopList({ list: listOf(world), user: ana });
    expect(words(again.sentence)).toBe("This list was stopped already.");
  });

  it("stops what is being handed over, too, where the carrier then puts it off", async () => {
    const world = await createWorld();
    await begin(world);
    await world.runAll();
    world.carrier.answers.push(async () => {
      await world.bridge.stopList({ list: listOf(world), user: ana });
      const failure = {
        code: "20429",
        sentence: "Busy.",
        scope: "passing",
        retryAfterMs: 30 * second,
      } as const;
      return { kind: "rejected", failure };
    });
    await world.pass(10 * minute);
    expect(handed(world)).toHaveLength(1);
    expect(seen(world)).toMatchObject({ state: "stopped", left: 0, toGo: 0 });
  });

  it("alone can stop it", async () => {
    const world = await createWorld();
    await begin(world);
    await world.runAll();
    const { sentence } = await world.bridge.stopList({ list: listOf(world), user: ben });
    expect(words(sentence)).toBe("Only whoever sent this list can do that.");
    await world.pass(minute);
    expect(handed(world)).toHaveLength(3);
  });

  it("is asked where it should have gone on long ago, and says that it does", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(5) });
    await world.pass(12 * second);
    const before = handed(world).length;
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(handed(world)).toHaveLength(before);
    expect(seen(world)).toMatchObject({ state: "asking", left: before, toGo: 5 - before });
    const late = { list: listOf(world), user: ana, keptSince: world.now() - hour };
    expect(words((await world.bridge.goOnWithList(late)).sentence)).toContain("could take it up only now");
    await world.pass(minute);
    expect(handed(world)).toHaveLength(before);
    const { sentence } = await world.bridge.goOnWithList({ list: listOf(world), user: ana });
    expect(words(sentence)).toBe("It goes on.");
    await world.pass(minute);
    expect(handed(world)).toEqual(contacts(5).map((_, index) => number(index + 1)));
    expect(seen(world)).toMatchObject({ state: "done", left: 5 });
  });

  it("is asked as well where nobody could have stopped it for so long", async () => {
    const world = await createWorld();
    await begin(world, { recipients: contacts(5) });
    await world.pass(12 * second);
    const before = handed(world).length;
    world.ctx.connection.lose();
    await world.pass(hour);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(handed(world)).toHaveLength(before);
    expect(seen(world)).toMatchObject({ state: "asking", left: before, toGo: 5 - before });
  });

  it("can still stop it when the connection comes back: until then nothing leaves, and then it is held anew", async () => {
    const world = await createWorld();
    await begin(world);
    await world.pass(2 * second);
    world.ctx.connection.lose();
    await world.pass(minute);
    expect(handed(world)).toEqual([]);
    await regainConnection(world.ctx);
    await world.pass(9 * second);
    expect(handed(world)).toEqual([]);
    await world.pass(minute);
    expect(handed(world)).toHaveLength(3);
  });
});

describe("the message that says how far it is", () => {
  it("is drawn anew no more often than every three seconds", async () => {
    const world = await createWorld();
    const drawn: number[] = [];
    const { desk } = world.ctx;
    const rewrite = desk.rewriteProgress;
    Object.assign(desk, {
      rewriteProgress: (...given: Parameters<typeof rewrite>) => {
        drawn.push(world.now());
        return rewrite(...given);
      },
    });
    await begin(world, { recipients: contacts(30) });
    await world.pass(2 * minute);
    expect(handed(world)).toHaveLength(30);
    expect(drawn.length).toBeGreaterThan(8);
    const pauses = drawn.slice(1).map((at, index) => at - (drawn[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(3 * second);
  });

  it("is found again where the answer to its post was lost, and goes on after a restart", async () => {
    const world = await createWorld();
    world.desk.fail("postProgress", "unreachable", { certain: false, afterwards: true });
    await begin(world);
    await world.pass(5 * second);
    await world.restart();
    await world.pass(2 * minute);
    expect(world.desk.posted.filter(({ channel }) => channel === `D${ana}`)).toHaveLength(1);
    expect(seen(world)).toMatchObject({ state: "done", left: 3 });
  });
});
