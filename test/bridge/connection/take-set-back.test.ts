import { expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { takeSetBack } from "../../../src/bridge/connection/take-set-back.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import { ana, ben, maria } from "../front-desk.ts";
import { begin } from "../lists/listing.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

it("a step back that the database does not take at first counts once", async () => {
  const world = await createWorld();
  const { connection, store } = world.ctx;
  connection.lose();
  const since = connection.lostSince ?? 0;
  world.skip(minute);
  const follow = () => {};
  const full = () => Promise.reject(new Error("database or disk is full"));
  const failing: typeof store.transaction = (work, when) =>
    store.transaction(async (tx) => await full().finally(() => work(tx)), when);
  const step = takeSetBack({ ...world.ctx, store: { ...store, transaction: failing } }, hour, follow);
  await expect(step).rejects.toThrow("full");
  await takeSetBack(world.ctx, hour, follow);
  expect(connection.lostSince).toBe(since - hour);
});

/** Three hours were to go, as its author's own clock said; ours was an hour ahead. */
async function leavesThen(world: World, at: number, texts: number): Promise<void> {
  await takeSetBack(world.ctx, hour, () => world.skip(-hour));
  await world.pass(at - world.now() - second);
  expect(world.carrier.sent).toEqual([]);
  await world.pass(minute);
  expect(world.carrier.sent).toHaveLength(texts);
}

it("a time that a member chose for a text is by their clock, and stays what it is", async () => {
  const world = await createWorld();
  const at = world.now() + 3 * hour;
  const to = maria as string as E164;
  const text = { user: ana, to, line: null, body: "See you at five.", unlessTheyWrite: false };
  await startText(world.ctx, { ...text, at, act: "view:1" });
  await leavesThen(world, at, 1);
});

it("so is one that was chosen for a list", async () => {
  const world = await createWorld();
  const at = world.now() + 3 * hour;
  await begin(world, { at });
  await leavesThen(world, at, 3);
});

it("a list that goes on already is not held up", async () => {
  const world = await createWorld();
  await begin(world);
  await world.pass(10 * second);
  await takeSetBack(world.ctx, hour, () => world.skip(-hour));
  await world.pass(minute);
  expect(world.carrier.sent).toHaveLength(3);
});

it("what is written after a step back is no word from an absence that ended before it", async () => {
  const world = await createWorld();
  const thread = await world.begin();
  world.skip(hour);
  await world.restart();
  await takeSetBack(world.ctx, hour, () => world.skip(-hour));
  world.ctx.connection.lose();
  world.desk.missed.push(world.write(ben, thread, "We are back."));
  await regainConnection(world.ctx);
  await world.pass(minute);
  expect(world.carrier.bodies()).toEqual(["We are back."]);
});

it("a start right after a step back is none itself", async () => {
  const world = await createWorld();
  await world.reply(ben, await world.begin(), "Until six.");
  await takeSetBack(world.ctx, hour, () => world.skip(-hour));
  await world.restart();
  expect(world.logged.map(({ message }) => message)).not.toContain(
    "the clock was set back, or is behind another host's; what is due is due as much earlier",
  );
  await world.pass(minute);
  expect(world.carrier.bodies()).toEqual(["Until six."]);
});

it("files of which it is not known whether they stand are waited for no longer", async () => {
  const world = await createWorld();
  const url = "https://api.twilio.com/MM1/Media/ME1";
  const bytes = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");
  world.carrier.files.set(url, { kind: "fetched", bytes, contentType: null });
  await world.begin();
  world.desk.fail("shareFiles", "unreachable", { certain: false });
  await world.text(maria, "Look", { media: [{ url, contentType: "image/jpeg" }] });
  await world.pass(2 * second);
  await takeSetBack(world.ctx, hour, () => world.skip(-hour));
  await world.pass(minute);
  expect(world.desk.shared).toHaveLength(1);
});
