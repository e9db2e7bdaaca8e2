/** Quiet hours at the bridge: what may leave by night, what is asked, and what becomes of the answer. It is noon in UTC at first, 7:00 in New York. */

import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { quietAt } from "../../../src/bridge/messages/quiet-facts.ts";
import type { Directory, Line } from "../../../src/domain/directory.ts";
import type { Address, E164, EpisodeId, MessageId, SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, maria, noel, office } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, type WorldOptions, words } from "../world.ts";

const quietHours = { from: 8, to: 21 };
const day = 24 * hour;
const quietWorld = (options: WorldOptions = {}) => createWorld({ quietHours, directIdleFor: 0, ...options });

const sent = (world: World) => world.carrier.sent.map(({ body }) => body);
/** What was asked last, and what its buttons say. */
async function asked(world: World) {
  await world.runAll();
  const { notice } = world.desk.offers.at(-1) ?? {};
  const row = notice === undefined ? null : await world.ctx.store.read((tx) => tx.notices.get(notice));
  return row === null ? null : [words(row.sentence), row.choices.map(({ label }) => label)];
}

async function choose(world: World, choice: string, user: SlackUserId) {
  await world.runAll();
  return await world.choose(choice, user);
}

/** Maria wrote at 7:00 a day and a quarter ago, and was answered; it is 22:00 there. */
async function silentSince(world: World): Promise<SlackTs> {
  const thread = await world.begin(maria);
  await world.reply(ben, thread, "Yes.");
  await world.pass(minute);
  await world.pass(day + 15 * hour);
  return thread;
}

describe("an answer", () => {
  it("is free at any hour while its contact wrote within a day, answered before or not", async () => {
    const world = await quietWorld();
    const thread = await world.begin(maria);
    await world.pass(15 * hour);
    await world.reply(ben, thread, "Yes.");
    await world.pass(minute);
    await world.reply(ben, thread, "Until six.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes.", "Until six."]);
  });

  it("waits by night for Send now or the morning where they have not, and is free by day", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    await world.reply(ben, thread, "And bring your papers.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes."]);
    expect(await asked(world)).toEqual([
      "This did not leave yet: it is 22:01 where Maria Lopez (…9001) is, and the customer has not written within a day: “And bring your papers.”",
      ["Send now", "At 8:00", "Discard"],
    ]);
    await world.pass(11 * hour);
    await world.reply(ben, thread, "Good morning.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes.", "Good morning."]);
  });

  it("leaves by Send now, once", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    await world.reply(ben, thread, "And bring your papers.");
    expect(words((await choose(world, "send_now", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes.", "And bring your papers."]);
  });

  it("leaves in the morning by the other, not before, and across a restart", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    const place = await world.reply(ben, thread, "And bring your papers.");
    expect(words((await choose(world, "send_later", ben)).sentence)).toMatch(/^It leaves .+\.$/);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "scheduled" });
    await world.pass(9 * hour);
    await world.restart();
    expect(sent(world)).toEqual(["Yes."]);
    await world.pass(hour);
    expect(sent(world)).toEqual(["Yes.", "And bring your papers."]);
  });

  it("leaves at once where the morning came before the button was pressed", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    await world.reply(ben, thread, "And bring your papers.");
    await world.pass(11 * hour);
    await choose(world, "send_later", ben);
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes.", "And bring your papers."]);
  });

  it("keeps the morning that was chosen when it is edited, also where its contact wrote by then", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    const place = await world.reply(ben, thread, "And bring your papers.");
    await choose(world, "send_later", ben);
    await world.text(maria, "Are you there?");
    await world.edit(place, "And bring your passport.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes."]);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "scheduled" });
    await world.pass(10 * hour);
    expect(sent(world)).toEqual(["Yes.", "And bring your passport."]);
  });

  it("does not leave in the morning where it was deleted", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    const place = await world.reply(ben, thread, "And bring your papers.");
    await choose(world, "send_later", ben);
    await world.delete(place);
    await world.pass(11 * hour);
    expect(sent(world)).toEqual(["Yes."]);
  });

  it("is discarded by the third", async () => {
    const world = await quietWorld();
    const thread = await silentSince(world);
    await world.reply(ben, thread, "And bring your papers.");
    await choose(world, "discard", ben);
    await world.pass(12 * hour);
    expect(sent(world)).toEqual(["Yes."]);
  });

  it("is judged again when it is due: the hour may pass while it is held", async () => {
    const world = await quietWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes.");
    await world.pass(minute);
    await world.pass(day + 14 * hour - minute - 5 * second);
    await world.reply(ben, thread, "And bring your papers.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Yes."]);
    expect((await asked(world))?.[1]).toEqual(["Send now", "At 8:00", "Discard"]);
  });
});

const start = async (world: World, input: { readonly at?: number; readonly act?: string } = {}) => {
  const { at = null, act = "view:1" } = input;
  const outcome = await startText(world.ctx, {
    user: ana,
    to: noel as string as E164,
    line: null,
    body: "Your car is ready.",
    at,
    unlessTheyWrite: false,
    act,
  });
  await world.runAll();
  return outcome;
};

describe("a text that a member begins", () => {
  it("does not leave by night: its author is offered the morning, and no way around it", async () => {
    const world = await quietWorld();
    expect(await start(world)).toMatchObject({ kind: "started", asks: "quiet" });
    expect(await asked(world)).toEqual([
      "This did not leave yet: it is 7:00 where (555) 019-9002 is, and what the team begins leaves by day: “Your car is ready.”",
      ["At 8:00", "Discard"],
    ]);
    await choose(world, "send_later", ana);
    await world.pass(59 * minute);
    expect(sent(world)).toEqual([]);
    await world.pass(2 * minute);
    expect(sent(world)).toEqual(["Your car is ready."]);
  });

  it("leaves by night where its contact wrote within a day", async () => {
    const world = await quietWorld();
    await world.begin(noel);
    await start(world);
    await world.pass(minute);
    expect(sent(world)).toEqual(["Your car is ready."]);
  });

  it("is refused at its time where that is by night, with the next one that is right", async () => {
    const world = await quietWorld();
    const night = world.now() + 15 * hour;
    const refused = await start(world, { at: night });
    expect(refused).toMatchObject({ kind: "refused", field: "when", next: night + 10 * hour });
    expect(refused?.kind === "refused" && words(refused.sentence)).toMatch(
      /^It will be 22:00 there then\. The next time that is right is .+\.$/,
    );
    expect(await world.episodes(noel)).toEqual([]);
    await start(world, { at: night + 10 * hour, act: "view:2" });
    await world.pass(25 * hour + minute);
    expect(sent(world)).toEqual(["Your car is ready."]);
  });

  it("is asked about again where its time has become night meanwhile", async () => {
    const world = await quietWorld();
    await start(world, { at: world.now() + 2 * hour });
    await world.restart({ quietHours: { from: 12, to: 13 } });
    await world.pass(2 * hour + minute);
    expect(sent(world)).toEqual([]);
    expect((await asked(world))?.[1]).toEqual(["At 12:00", "Discard"]);
  });

  it("that waits for its time does not leave before it by night, and keeps it", async () => {
    const world = await quietWorld();
    await start(world, { at: world.now() + 2 * hour });
    const [first] = await world.episodes(noel);
    const said = await world.ctx.store.read((tx) => tx.messages.unsentOf(first?.id as EpisodeId));
    const press = { message: said[0]?.id as MessageId, user: ana };
    expect(words((await world.bridge.sendTextNow(press)).sentence)).toBe(
      "This did not leave yet: it is 7:00 where (555) 019-9002 is, and what the team begins leaves by day: “Your car is ready.” It still leaves at its time.",
    );
    await world.pass(minute);
    expect([sent(world), await asked(world)]).toEqual([[], null]);
    await world.pass(hour);
    expect(words((await world.bridge.sendTextNow(press)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(sent(world)).toEqual(["Your car is ready."]);
  });

  it("leaves at any hour where quiet hours are off, for all or for its line", async () => {
    const off = await createWorld();
    await start(off);
    await off.pass(minute);
    expect(sent(off)).toEqual(["Your car is ready."]);
    const lines = office.lines.map((line): Line => ({ ...line, quietHours: null }));
    const world = await quietWorld({ directory: { ...office, lines } });
    await start(world);
    await world.pass(minute);
    expect(sent(world)).toEqual(["Your car is ready."]);
  });
});

describe("where a contact is", () => {
  const ctx = { settings: { quietHours } };
  const line = (change: Partial<Line> = {}): Line => ({ ...(office.lines[0] as Line), ...change });
  const at = (iso: string) => Date.parse(iso);
  const quiet = (
    address: string,
    iso: string,
    { timeZone = null, from = line() }: { timeZone?: string | null; from?: Line | null } = {},
    directory: Pick<Directory, "timeZone"> = office,
  ) => {
    const found = quietAt(
      ctx,
      { conversation: { address: address as Address, timeZone }, line: from, directory },
      at(iso),
    );
    return found && [new Date(found.next).toISOString().slice(0, 16), found.nextHour, found.hour];
  };

  it.each<[string, string, string | null, unknown]>([
    // Whose area is known: Chicago, Honolulu, Berlin, Kathmandu.
    ["+13125550100", "2026-01-15T13:30Z", null, ["2026-01-15T14:00", "8:00", "7:30"]],
    ["+13125550100", "2026-01-15T14:00Z", null, null],
    ["+18085550100", "2026-01-15T14:00Z", null, ["2026-01-15T18:00", "8:00", "4:00"]],
    ["+4915112345678", "2026-01-15T20:30Z", null, ["2026-01-16T07:00", "8:00", "21:30"]],
    ["+9779841234567", "2026-01-15T01:00Z", null, ["2026-01-15T02:15", "8:00", "6:45"]],
    // Boise and Los Angeles: only once both allow it.
    ["+12085550100", "2026-01-15T15:30Z", null, ["2026-01-15T16:00", "8:00", null]],
    ["+12085550100", "2026-01-16T04:30Z", null, ["2026-01-16T16:00", "8:00", null]],
    // No plan assigns it, and a number that rings all over North America: where the line is.
    ["+15550199002", "2026-01-15T12:30Z", null, ["2026-01-15T13:00", "8:00", "7:30"]],
    ["+18005550100", "2026-01-15T12:30Z", null, ["2026-01-15T13:00", "8:00", "7:30"]],
    ["+18005550100", "2026-01-15T13:00Z", null, null],
    // Somebody said where they are.
    ["+13125550100", "2026-01-15T13:30Z", "Europe/London", null],
    ["+13125550100", "2026-01-15T21:00Z", "Europe/London", ["2026-01-16T08:00", "8:00", "21:00"]],
  ])("%s at %s, said to be in %s", (address, iso, timeZone, expected) => {
    expect(quiet(address, iso, { timeZone })).toEqual(expected);
  });

  it("is where the line is, else where the team is, if the number does not tell", () => {
    const unassigned = "+15550199002";
    const from = line({ timeZone: "Asia/Tokyo" });
    expect(quiet(unassigned, "2026-01-15T22:00Z", { from })).toEqual(["2026-01-15T23:00", "8:00", "7:00"]);
    expect(quiet(unassigned, "2026-01-15T06:30Z", { from: null }, { timeZone: "Europe/Berlin" })).toEqual([
      "2026-01-15T07:00",
      "8:00",
      "7:30",
    ]);
  });

  it("and when, by the line's own hours, as they are written", () => {
    const from = line({ quietHours: { from: 10, to: 12 } });
    expect(quiet("+13125550100", "2026-01-15T14:00Z", { from })).toEqual([
      "2026-01-15T16:00",
      "10:00",
      "8:00",
    ]);
    expect(quiet("+13125550100", "2026-01-15T03:00Z", { from: line({ quietHours: null }) })).toBeNull();
  });

  it("names the hour that the clock shows where the window begins in an hour that is skipped", () => {
    const from = line({ quietHours: { from: 2, to: 5 } });
    expect(quiet("+12125550100", "2026-03-08T06:00Z", { from })).toEqual([
      "2026-03-08T07:00",
      "3:00",
      "1:00",
    ]);
  });
});

it("asks the database nothing by day, nor of who waits for an answer by night", async () => {
  const heard: string[] = [];
  const world = await quietWorld({ onStatement: (sql) => heard.push(sql) });
  const looks = () => heard.filter((sql) => sql.includes(`"messages"."created_at" > `));
  const thread = await world.begin(maria);
  await world.reply(ben, thread, "Yes.");
  await world.pass(2 * hour);
  await world.reply(ben, thread, "Until six.");
  await world.pass(minute);
  await world.pass(13 * hour);
  await world.text(maria, "And on Sunday?");
  await world.reply(ben, thread, "No.");
  await world.pass(minute);
  expect(sent(world)).toHaveLength(3);
  expect(looks()).toEqual([]);
  await world.reply(ben, thread, "Good night.");
  expect(looks()).toHaveLength(1);
});
