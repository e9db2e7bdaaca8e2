import { describe, expect, it } from "vitest";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import type { StartList } from "../../../src/bridge/lists/start-list.ts";
import { planList, startList } from "../../../src/bridge/lists/start-list.ts";
import type { Extension, Username } from "../../../src/domain/ids.ts";
import type { Recipient } from "../../../src/domain/recipient.ts";
import { ana, billingLine, dan, eve, frontLine, noel, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, minute, type World, words } from "../world.ts";
import { addressAt, begin, contact, contacts, handed, number, seen } from "./listing.ts";

const given: Omit<StartList, "act"> = {
  user: ana,
  recipients: contacts(2),
  line: null,
  body: "Closed on Friday.",
  at: null,
};

async function refused(world: World, change: Partial<StartList>): Promise<[string, string]> {
  const started = await startList(world.ctx, { ...given, act: "view", ...change });
  if (started.kind !== "refused") throw new Error("it was begun");
  expect(await world.ctx.store.read((tx) => tx.lists.running())).toEqual([]);
  return [started.field, words(started.sentence)];
}

describe("a list is refused", () => {
  it.each<[string, Partial<StartList>, string, string]>([
    ["without words", { body: "  \n" }, "text", "There is no text in it."],
    [
      "with too many words",
      { body: "x".repeat(1_601) },
      "text",
      "It has 1,601 characters, and a text can have 1,600. Make it shorter, or split it.",
    ],
    ["for nobody", { recipients: [] }, "recipients", "Choose at least one recipient."],
    [
      "for too many outside the team",
      { recipients: contacts(101) },
      "recipients",
      "A list can have 100 people outside the team at most, and this one has 101. Split it.",
    ],
    [
      "for our own lines alone",
      { recipients: [{ kind: "number", number: frontLine }] },
      "recipients",
      "Nobody of these can be texted: Front desk, internal (…0001) (one of our own lines).",
    ],
    [
      "from somebody else's line",
      { line: billingLine },
      "line",
      "You may not begin texts from this line. Choose another one.",
    ],
    [
      "at a time that is over",
      { at: 1 },
      "when",
      "This time is over. Choose a later one, or none to send it now.",
    ],
    [
      "with what can be wanted of a text to one person alone",
      { at: Date.UTC(2027, 0, 1), unlessTheyWrite: true },
      "when",
      "“Cancel if they write first” is for a text to one person. Take that out, or choose one recipient.",
    ],
  ])("%s", async (_, change, field, sentence) => {
    expect(await refused(await createWorld(), change)).toEqual([field, sentence]);
  });

  it("from who is no member", async () => {
    const [field, sentence] = await refused(await createWorld(), { user: stranger });
    expect([field, sentence.slice(0, 27)]).toEqual(["recipients", "You are not in Threadline's"]);
  });
});

describe("a list", () => {
  it("takes a hundred, and the same person four ways is one of them", async () => {
    const world = await createWorld();
    const four: Recipient[] = [contact(1), contact(1), contact(1), contact(1)];
    const planned = await planList(world.ctx, { ...given, recipients: [...four, ...contacts(100)] });
    expect(planned).toMatchObject({ kind: "planned", plan: { outside: 100, now: 100, leftOut: [] } });
    await begin(world, { recipients: four });
    await world.pass(minute);
    expect(handed(world)).toEqual([number(1)]);
  });

  it("of the team alone is as long as what is written to one of them may be: no carrier has to do with it", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const team: Recipient[] = [
      { kind: "member", username: "ben" as Username },
      { kind: "group", extension: "200" as Extension },
    ];
    const long = { ...given, recipients: team, body: "x".repeat(2_000) };
    expect(await planList(world.ctx, long)).toMatchObject({ kind: "planned", plan: { outside: 0 } });
    const mixed = { ...long, recipients: [...team, contact(1)] };
    expect(await planList(world.ctx, mixed)).toMatchObject({ kind: "refused", field: "text" });
    const longer = { ...long, body: "x".repeat(3_001) };
    expect(await planList(world.ctx, longer)).toMatchObject({ kind: "refused", field: "text" });
  });

  it("leaves out who opted out, is blocked or may not be texted, and names them before it begins", async () => {
    const world = await createWorld();
    await world.text(addressAt(1), "STOP");
    await world.text(noel, "Buy now!");
    await world.runAll();
    const episode = await world.openEpisode(noel);
    await blockContact(world.ctx, { episode: episode.id, user: ana, reason: "spam", act: "block" });
    const recipients = [...contacts(3), { kind: "number" as const, number: frontLine }];
    const planned = await planList(world.ctx, { ...given, recipients });
    expect(planned).toMatchObject({
      plan: {
        now: 1,
        later: [],
        leftOut: [
          { who: "Maria Lopez (…9001)", bar: "opted_out" },
          { who: "(555) 019-9002", bar: "blocked" },
          { who: "Front desk, internal (…0001)", bar: "own_line" },
        ],
      },
    });
    const before = world.carrier.sent.length;
    await begin(world, { recipients });
    await world.pass(minute);
    expect(world.carrier.sent.slice(before).map(({ to }) => to)).toEqual([number(3)]);
    expect(seen(world)).toMatchObject({ state: "done", total: 4, left: 1 });
    expect(seen(world).missed.map(({ why }) => why)).toEqual([
      "opted out",
      "blocked",
      "one of our own lines",
    ]);
  });

  it("begins once, however often the same form is submitted", async () => {
    const world = await createWorld();
    for (const _ of [1, 2, 3]) await begin(world, { act: "view V1", recipients: contacts(2) });
    await world.pass(minute);
    expect(handed(world)).toEqual([number(1), number(2)]);
  });

  it("leaves from the line of a group that its author belongs to", async () => {
    const world = await createWorld();
    await begin(world, { user: dan, line: billingLine });
    await world.pass(minute);
    expect(new Set(world.carrier.sent.map(({ from }) => from))).toEqual(new Set([billingLine]));
  });

  it("ends where its author has left the team: whoever got nothing is named", async () => {
    const world = await createWorld();
    await begin(world);
    const { directory } = await world.ctx.store.read((tx) => tx.directories.people());
    const without = {
      ...directory,
      members: directory.members.filter(({ username }) => username !== "ana"),
      groups: directory.groups.map((group) => ({
        ...group,
        members: group.members.filter((name) => name !== "ana"),
      })),
    };
    await world.apply(without);
    await world.pass(minute);
    expect(handed(world)).toEqual([]);
    expect(seen(world).missed.map(({ why }) => why)).toEqual(
      Array.from({ length: 3 }, () => "its sender has left"),
    );
  });
});

describe("a list with people of the team in it", () => {
  const member = (username: string): Recipient => ({ kind: "member", username: username as Username });
  const frontDesk: Recipient = { kind: "group", extension: "200" as Extension };
  const staffPosts = (world: World) => world.desk.staff.map(({ post }) => [post.body, post.remark]);

  it("texts those outside, and delivers to each of the team in Slack, a group member by member", async () => {
    const world = await createWorld();
    await begin(world, { recipients: [frontDesk, ...contacts(2), member("dan"), member("ben")] });
    await world.pass(minute);
    expect(world.carrier.sent.map(({ to }) => to)).toEqual([number(1), number(2)]);
    expect(staffPosts(world)).toEqual(
      ["ana to ben", "ana to cy", "ana to dan"].map((remark) => ["Closed on Friday.", [remark]]),
    );
    expect(seen(world)).toMatchObject({ state: "done", total: 6, left: 5, line: "Front desk" });
    expect(seen(world).missed).toEqual([{ who: "fay", why: "not in Slack" }]);
  });

  it("needs no line where nobody of it is outside", async () => {
    const world = await createWorld();
    await begin(world, { user: eve, recipients: [member("ben"), member("cy")] });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(staffPosts(world)).toHaveLength(2);
    expect(seen(world)).toMatchObject({ state: "done", left: 2, line: null });
  });

  it("is refused where it is for its author alone", async () => {
    const [field, sentence] = await refused(await createWorld(), { recipients: [member("ana")] });
    expect([field, sentence]).toEqual(["recipients", "Nobody of these can be texted: ana (that is you)."]);
  });
});
