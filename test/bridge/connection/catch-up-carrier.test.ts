import { describe, expect, it, vi } from "vitest";
import {
  catchUpCarriers,
  catchUpOwed,
  noteMissedText,
} from "../../../src/bridge/connection/catch-up-carrier.ts";
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import type { Carrier, CatchUpFrom, CaughtUp } from "../../../src/bridge/contracts/carrier.ts";
import type { StatusEvent, TextEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { CarrierCursor, CarrierMessageId, LoginName } from "../../../src/domain/ids.ts";
import { once } from "../../store/beneath.ts";
import { ben, frontLine, maria, office } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

const listed = (world: World, id: string, ageMs: number): TextEvent => ({
  kind: "text",
  carrierMessageId: id as CarrierMessageId,
  from: maria,
  to: frontLine,
  body: id,
  media: [],
  receivedAt: new Date(world.now() - ageMs),
});

const delivered = (id: string): StatusEvent => ({
  kind: "status",
  carrierMessageId: id as CarrierMessageId,
  messageId: null,
  state: "delivered",
  failure: null,
});

const cursors = (world: World) => world.carrier.asked.map(({ cursor }) => cursor);

async function shown(world: World): Promise<string[]> {
  await world.runAll();
  return world.desk.posted.flatMap(({ post }) =>
    post?.kind === "texts" ? post.texts.map(({ body }) => body) : [],
  );
}

describe("asking a carrier what came", () => {
  it("takes in what was missed, once, and what came by webhook not again", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    await world.text(maria, "IN1", { carrierMessageId: "IN1" as CarrierMessageId });
    world.carrier.listed.push(listed(world, "IN1", 0), listed(world, "IN2", 0));
    await catchUpCarriers(world.ctx);
    await catchUpCarriers(world.ctx);
    expect(await shown(world)).toEqual(["IN1", "IN2"]);
  });

  it("has a new database begin with a cursor for now, and asks from there at once", async () => {
    const world = await createWorld();
    world.carrier.listed.push(listed(world, "just now", minute));
    await catchUpCarriers(world.ctx);
    expect(cursors(world)).toEqual([null, "cursor 1"]);
    expect(await shown(world)).toEqual(["just now"]);
  });

  it("begins where it was first tried on a new database, although nobody answered then", async () => {
    const world = await createWorld();
    world.carrier.silent = true;
    await catchUpCarriers(world.ctx);
    world.skip(5 * minute);
    world.carrier.listed.push(listed(world, "while the token was wrong", 0));
    world.skip(hour);
    await catchUpCarriers(world.ctx);
    world.carrier.silent = false;
    await catchUpCarriers(world.ctx);
    expect(cursors(world)).toEqual([null, "cursor 1", "cursor 1", "cursor 1"]);
    expect(await shown(world)).toEqual(["while the token was wrong"]);
  });

  it("takes texts before reports, and reports many to a commit: no text waits for them", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = world.ctx.store.counts.commits;
    for (let index = 0; index < 300; index += 1) world.carrier.listed.push(delivered(`SM${index}`));
    world.carrier.listed.push(listed(world, "behind them all", 0));
    await catchUpCarriers(world.ctx);
    expect([...world.counted.keys()]).toEqual(["texts_received", "reports_received"]);
    expect(world.counted.get("reports_received")).toBe(300);
    expect(world.ctx.store.counts.commits - before).toBeLessThan(10);
    expect(await shown(world)).toEqual(["behind them all"]);
  });

  it("begins from the same cursor when it failed, and from the next one when it did not", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.skip(5 * minute);
    world.carrier.listed.push(listed(world, "hello", 0));
    world.carrier.silent = true;
    await catchUpCarriers(world.ctx);
    expect(await shown(world)).toEqual([]);
    world.carrier.silent = false;
    await catchUpCarriers(world.ctx);
    await catchUpCarriers(world.ctx);
    expect(cursors(world)).toEqual([null, "cursor 1", "cursor 2", "cursor 2", "cursor 4"]);
    expect(await shown(world)).toEqual(["hello"]);
  });

  it("has no login wait for another one that hangs", async () => {
    const world = await createWorld();
    const [first, second] = ["first", "second"] as LoginName[];
    let answerFirst = (): void => {};
    const hanging = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    const asked: (string | undefined)[] = [];
    const carrier: Carrier = {
      ...world.carrier.carrier,
      logins: [first, second] as LoginName[],
      async catchUp({ login }) {
        asked.push(login);
        if (login === first) await hanging;
        return { events: [], next: "1" as CarrierCursor };
      },
    };
    const done = catchUpCarriers({ ...world.ctx, carriers: new Map([["twilio", carrier]]) });
    await vi.waitFor(() => expect(asked).toContain(second));
    answerFirst();
    await done;
  });

  it("asks for nothing of a login that the directory does not name beside others", async () => {
    const [first, second] = ["first", "second"] as [LoginName, LoginName];
    const world = await createWorld({
      directory: { ...office, logins: [{ name: second, carrier: "twilio" }] },
    });
    const asked: (string | undefined)[] = [];
    const carrier: Carrier = {
      ...world.carrier.carrier,
      logins: [first, second],
      async catchUp({ login }) {
        asked.push(login);
        return { events: [], next: "1" as CarrierCursor };
      },
    };
    const ctx = { ...world.ctx, carriers: new Map([["twilio", carrier]]) };
    await catchUpCarriers(ctx);
    await world.apply(office);
    expect(new Set(asked)).toEqual(new Set([second]));
    await catchUpCarriers(ctx);
    expect(new Set(asked)).toEqual(new Set([first, second]));
  });

  it("fetches what one login missed without asking for what others did", async () => {
    const world = await createWorld();
    const [first, second] = ["first", "second"] as [LoginName, LoginName];
    const asked: (string | undefined)[] = [];
    const carrier: Carrier = {
      ...world.carrier.carrier,
      logins: [first, second],
      async catchUp({ login }) {
        asked.push(login);
        return { events: [], next: "1" as CarrierCursor };
      },
    };
    const ctx = { ...world.ctx, carriers: new Map([["twilio", carrier]]) };
    noteMissedText(ctx, "twilio");
    await catchUpOwed(ctx, "twilio", second);
    expect(new Set(asked)).toEqual(new Set([second]));
    await catchUpOwed(ctx, "twilio");
    expect(asked).toContain(first);
  });

  it("reaches back after a gap to the oldest text of which the last word is missing", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    const sentAt = (await world.ctx.store.read((tx) => tx.messages.oldestUnconfirmed(0))) ?? 0;
    await world.pass(hour);
    await catchUpCarriers(world.ctx);
    await world.pass(hour);
    await catchUpCarriers(world.ctx);
    expect(world.carrier.asked.at(-1)?.unsettledSince?.getTime()).toBe(sentAt);
    await world.report("Yes", "delivered");
    await world.pass(hour);
    await catchUpCarriers(world.ctx);
    expect(world.carrier.asked.at(-1)?.unsettledSince).toBeNull();
  });

  it("reaches back every ten minutes, however often it asks what came", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    for (let asked = 0; asked < 21; asked += 1) {
      await catchUpCarriers(world.ctx);
      world.skip(minute);
    }
    expect(world.carrier.asked.filter(({ unsettledSince }) => unsettledSince !== null)).toHaveLength(3);
  });

  it("keeps each part of what is told in parts, and goes on from there when one can't be had", async () => {
    const world = await createWorld();
    const parts = ["one", "two", "three"].map((body) => listed(world, body, 0));
    const asked: (string | null)[] = [];
    let isDown = true;
    Object.assign(world.carrier.carrier, {
      catchUp: async ({ cursor, unsettledSince }: CatchUpFrom): Promise<CaughtUp> => {
        asked.push(cursor);
        const at = Number(cursor ?? 0);
        if (cursor === null) return { events: [], next: "0" as CarrierCursor };
        if (at > 0) expect(unsettledSince).toBeNull();
        if (at === 2 && isDown) throw new Error("no answer");
        const next = String(at + 1) as CarrierCursor;
        return { events: parts.slice(at, at + 1), next, ...(at < 2 ? { more: true } : {}) };
      },
    });
    await catchUpCarriers(world.ctx);
    expect([asked, await shown(world)]).toEqual([
      [null, "0", "1", "2"],
      ["one", "two"],
    ]);
    isDown = false;
    world.skip(hour);
    await catchUpCarriers(world.ctx);
    expect([asked.slice(4), await shown(world)]).toEqual([["2"], ["one", "two", "three"]]);
  });

  it("logs and counts what can't be read, and takes in the rest", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.carrier.listed.push(
      { kind: "unreadable", carrierMessageId: "IN1" as CarrierMessageId },
      listed(world, "hello", 0),
    );
    await catchUpCarriers(world.ctx);
    expect(await shown(world)).toEqual(["hello"]);
    expect(world.counted.get("records_unreadable")).toBe(1);
    expect(world.logged).toContainEqual({
      level: "error",
      message: expect.stringContaining("it may be a text that nobody has seen"),
    });
  });

  it("is owed, and happens behind the answer, when the carrier says that it has news", async () => {
    const world = await createWorld();
    world.carrier.listed.push(listed(world, "news", 0));
    await takeIn(world.ctx, "twilio", { kind: "look" });
    expect(world.carrier.asked).toEqual([]);
    await takeIn(world.ctx, "twilio", { kind: "look" });
    await world.runAll();
    expect(await shown(world)).toEqual(["news"]);
    expect(world.carrier.asked.filter(({ cursor }) => cursor !== null)).toHaveLength(1);
  });
});

describe("news of a carrier in a burst", () => {
  const look = async (world: World) => {
    await takeIn(world.ctx, "twilio", { kind: "look" });
    await world.runAll();
    return world.carrier.asked.length;
  };

  it("cost one look at once, and one more a little after it ended", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = world.carrier.asked.length;
    expect(await look(world)).toBe(before + 1);
    for (const _ of [1, 2, 3, 4, 5]) expect(await look(world)).toBe(before + 1);
    world.carrier.listed.push(listed(world, "news", 0));
    world.skip(2 * second);
    await world.runAll();
    expect(world.carrier.asked).toHaveLength(before + 2);
    expect(await shown(world)).toEqual(["news"]);
    world.skip(2 * second);
    expect(await look(world)).toBe(before + 3);
  });

  it("of which we hear while it is looked wait for their own look", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = world.carrier.asked.length;
    const { catchUp } = world.carrier.carrier;
    Object.assign(world.carrier.carrier, {
      catchUp: async (...from: Parameters<NonNullable<typeof catchUp>>) => {
        if (world.carrier.asked.length === before) await takeIn(world.ctx, "twilio", { kind: "look" });
        return await catchUp?.(...from);
      },
    });
    expect(await look(world)).toBe(before + 1);
    world.skip(2 * second);
    await world.runAll();
    expect(world.carrier.asked).toHaveLength(before + 2);
  });

  it("wait for nothing where the clock was set back since", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = await look(world);
    world.skip(-hour);
    expect(await look(world)).toBe(before + 1);
  });
});

describe("a carrier's list that is known to hold what we missed", () => {
  const ask = async (world: World) => {
    world.ctx.connection.beat();
    await catchUpOwed(world.ctx, "twilio");
    return world.carrier.asked.length;
  };

  it("is asked for once: after a webhook that we could not acknowledge, and after a sleep", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = await ask(world);
    noteMissedText(world.ctx, "twilio");
    await Promise.all([catchUpOwed(world.ctx, "twilio"), catchUpOwed(world.ctx, "twilio")]);
    expect(await ask(world)).toBe(before + 1);
    world.skip(hour);
    await catchUpOwed(world.ctx, "twilio");
    expect(await ask(world)).toBe(before + 2);
  });

  it("is asked for again when the carrier said, where it did", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    let looks = 0;
    const failure = { kind: "rate-limited", retryable: true, certain: true, retryAfterMs: 40_000 } as const;
    Object.assign(world.carrier.carrier, {
      catchUp: async () => {
        looks += 1;
        throw new CarrierError("Too much.", failure);
      },
    });
    noteMissedText(world.ctx, "twilio");
    const askedAt: number[] = [];
    for (let seconds = 0; seconds <= 90; seconds += 5) {
      const before = looks;
      await catchUpOwed(world.ctx, "twilio");
      if (looks > before) askedAt.push(seconds);
      world.ctx.connection.beat();
      world.skip(5_000);
    }
    expect(askedAt).toEqual([0, 40, 80]);
  });

  it("is asked for again soon when the look failed, whatever made it look, then less and less often", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.carrier.silent = true;
    await catchUpCarriers(world.ctx);
    const before = await ask(world);
    const asked: number[] = [];
    for (let seconds = 0; seconds < 180; seconds += 5) {
      world.skip(5_000);
      if ((await ask(world)) > before + asked.length) asked.push(seconds + 5);
    }
    expect(asked).toEqual([5, 15, 35, 75, 135]);
    world.carrier.silent = false;
    world.carrier.listed.push(listed(world, "missed", 0));
    world.skip(minute);
    await ask(world);
    expect(await shown(world)).toEqual(["missed"]);
    world.skip(minute);
    expect(await ask(world)).toBe(before + asked.length + 1);
  });

  it("is asked for again at once where our own disk did not take what was found: newer texts wait for it", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.carrier.listed.push(listed(world, "missed", 0));
    noteMissedText(world.ctx, "twilio");
    await once(world.database, async (below) => {
      const empty = await below.fill("messages");
      await catchUpOwed(world.ctx, "twilio");
      await empty();
    });
    await catchUpOwed(world.ctx, "twilio");
    await world.text(maria, "newer");
    expect(await shown(world)).toEqual(["missed", "newer"]);
  });

  it("is logged once that it can't be asked for, once that it can't be kept, and again once it could", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const said = () =>
      world.logged.filter(({ message }) => message.includes("could not be asked what we missed"));
    const fail = async () => {
      world.carrier.silent = true;
      for (let look = 0; look < 3; look += 1) await catchUpCarriers(world.ctx);
      world.carrier.silent = false;
    };
    await fail();
    expect(said()).toHaveLength(1);
    world.carrier.listed.push(listed(world, "missed", 0));
    await once(world.database, async (below) => {
      const empty = await below.fill("messages");
      for (let look = 0; look < 3; look += 1) await catchUpCarriers(world.ctx);
      await empty();
    });
    expect(said()).toHaveLength(2);
    await catchUpCarriers(world.ctx);
    await fail();
    expect(said()).toHaveLength(3);
  });

  it("is asked for again when something was missed while it was looked at, before anything newer is taken", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const before = await ask(world);
    const { catchUp } = world.carrier.carrier;
    let looks = 0;
    Object.assign(world.carrier.carrier, {
      catchUp: async (...from: Parameters<NonNullable<typeof catchUp>>) => {
        const seen = await catchUp?.(...from);
        const events = [...world.carrier.listed];
        looks += 1;
        if (looks === 1) {
          world.carrier.listed.push(listed(world, "missed", 0));
          noteMissedText(world.ctx, "twilio");
        }
        return { ...seen, events };
      },
    });
    noteMissedText(world.ctx, "twilio");
    await catchUpOwed(world.ctx, "twilio");
    await world.text(maria, "newer");
    expect(await shown(world)).toEqual(["missed", "newer"]);
    expect(await ask(world)).toBe(before + 2);
  });
});
