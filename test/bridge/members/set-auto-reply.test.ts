import { describe, expect, it } from "vitest";
import { askAutoReply, type SetAutoReply, setAutoReply } from "../../../src/bridge/members/set-auto-reply.ts";
import { openHome } from "../../../src/bridge/members/show-home.ts";
import type { AutoReply, Directory, Member } from "../../../src/domain/directory.ts";
import type { E164, Extension } from "../../../src/domain/ids.ts";
import { rowsOf } from "../../store/beneath.ts";
import { ana, ben, cy, frontLine, office, stranger } from "../front-desk.ts";
import { createWorld, words } from "../world.ts";

const bensLine = "+15550100012" as E164;

/** The office, where a line leads to Ben alone. */
function officeOfBen(change: Partial<Member> = {}, more: Partial<Directory> = {}): Directory {
  const direct = { number: bensLine, name: "Ben", carrier: "twilio", preview: "full" } as const;
  return {
    ...office,
    lines: [...office.lines, { ...direct, smsExtension: "102" as Extension }],
    members: office.members.map((member) =>
      member.username === "ben" ? { ...member, outboundLine: frontLine as E164, ...change } : member,
    ),
    ...more,
  };
}

const away: AutoReply = { text: "I am away.", on: true, hours: "always" };
const typed = { text: "Back at five.", on: true, hours: "always", every: "" } as const;
let acts = 0;
const by = (user = ben, change: Partial<SetAutoReply["typed"]> = {}): SetAutoReply => {
  acts += 1;
  return { user, typed: { ...typed, ...change }, act: `act-${acts}` };
};

describe("a member's auto-reply", () => {
  it("begins as the directory says, and is what they set from then on", async () => {
    const world = await createWorld({ directory: officeOfBen({ autoReply: away }) });
    expect(await askAutoReply(world.ctx, ben)).toEqual({ reply: away, hours: null, maxText: 1_600 });
    expect(await setAutoReply(world.ctx, by())).toBeNull();
    await world.restart();
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: { ...away, text: "Back at five." } });
  });

  it("is what they set whatever else the directory changes, and the directory's again once that changes it", async () => {
    const world = await createWorld({ directory: officeOfBen({ autoReply: away }) });
    await setAutoReply(world.ctx, by());
    await world.apply(officeOfBen({ autoReply: away, name: "Ben Ito" }));
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: { text: "Back at five." } });
    const next: AutoReply = { ...away, text: "On holiday." };
    await world.apply(officeOfBen({ autoReply: next }));
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: next });
  });

  it("is not another's who gets their name after they left", async () => {
    const world = await createWorld({ directory: officeOfBen() });
    await setAutoReply(world.ctx, by());
    const gone = office.members.filter(({ username }) => username !== "ben");
    await world.apply({ ...office, members: gone });
    await world.apply(officeOfBen());
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: null });
  });

  it("is not what they set any more once the directory has changed it, whatever it changes it back to", async () => {
    const world = await createWorld({ directory: officeOfBen({ autoReply: away }) });
    await setAutoReply(world.ctx, by());
    await world.apply(officeOfBen({ autoReply: { ...away, text: "On holiday." } }));
    await world.apply(officeOfBen({ autoReply: away }));
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: away });
  });

  it("tells them what came of it, and draws their Home anew", async () => {
    const world = await createWorld({ directory: officeOfBen() });
    await setAutoReply(world.ctx, by());
    await world.runAll();
    expect(world.desk.told.map(({ to, sentence }) => [to, words(sentence)])).toEqual([
      [ben, "Your auto-reply is on: “Back at five.”"],
    ]);
    expect(world.desk.homes).toMatchObject([
      { user: ben, home: { kind: "member", autoReply: { reply: { text: "Back at five.", on: true } } } },
    ]);
    await setAutoReply(world.ctx, by(ben, { on: false }));
    await world.runAll();
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toBe("Your auto-reply is off.");
  });

  it.each<[string, Partial<Member>, Partial<Directory>, string]>([
    ["they have no outbound line", {}, {}, "But you have no outbound line, so nothing leaves."],
    [
      "the account is switched off",
      { outboundLine: frontLine as E164 },
      { carriers: [{ name: "twilio", sms: false }] },
      "But SMS is switched off for your outbound line's account, so nothing leaves.",
    ],
  ])("says that it answers nothing when %s", async (_, change, more, said) => {
    const { outboundLine, ...rest } = change;
    const directory = officeOfBen(rest, more);
    const members = directory.members.map(({ outboundLine: _, ...member }) =>
      outboundLine === undefined ? member : { ...member, outboundLine },
    );
    const world = await createWorld({ directory: { ...directory, members } });
    await setAutoReply(world.ctx, by());
    await world.runAll();
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain(said);
  });

  it("is set once, however often it is told; and nothing is said where nothing changes", async () => {
    const world = await createWorld({ directory: officeOfBen() });
    const first = by();
    await setAutoReply(world.ctx, first);
    await setAutoReply(world.ctx, by(ben, { text: "Another." }));
    await setAutoReply(world.ctx, first);
    await setAutoReply(world.ctx, by(ben, { text: "Another." }));
    await world.runAll();
    expect(world.desk.told).toHaveLength(2);
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: { text: "Another." } });
  });

  it.each([
    ["too long", { text: "x".repeat(1_601) }, "text"],
    ["blank while on", { text: "  " }, "text"],
    ["outside hours that nobody wrote down", { hours: "outside" }, "hours"],
    ["every now and then", { every: "now and then" }, "every"],
  ] as const)("is refused in words when it is %s, and stays as it was", async (_, change, field) => {
    const world = await createWorld({ directory: officeOfBen({ autoReply: away }) });
    const refused = await setAutoReply(world.ctx, by(ben, change));
    expect(refused).toEqual({ problems: { [field]: expect.stringMatching(/\w+ .*\.$/) } });
    await world.runAll();
    expect(world.desk.told).toEqual([]);
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: away });
  });

  it.each([
    ["somebody who is not in the directory", stranger, "You are not in Threadline's directory"],
    ["somebody to whom no line leads alone", cy, "No line leads to you alone"],
  ])("is no business of %s", async (_, user, refusal) => {
    const world = await createWorld({ directory: officeOfBen() });
    for (const refused of [await askAutoReply(world.ctx, user), await setAutoReply(world.ctx, by(user))])
      expect(refused).toEqual({ refusal: expect.stringContaining(refusal) });
  });

  it("is sealed where it lies", async () => {
    const keys = [Buffer.alloc(32, 7)];
    const world = await createWorld({ directory: officeOfBen(), keys });
    await setAutoReply(world.ctx, by());
    expect(await askAutoReply(world.ctx, ben)).toMatchObject({ reply: { text: "Back at five." } });
    const [row] = await rowsOf(world.database, "select * from auto_replies");
    expect(JSON.stringify(row)).not.toContain("Back at five");
  });
});

describe("the Home", () => {
  it("is drawn for a member and for a stranger, once for all that was asked meanwhile", async () => {
    const world = await createWorld({ directory: officeOfBen() });
    for (const user of [ben, ben, ana, stranger]) await openHome(world.ctx, user);
    await world.runAll();
    expect(world.desk.homes.map(({ user, home }) => [user, home.kind])).toEqual([
      [ben, "member"],
      [ana, "member"],
      [stranger, "stranger"],
    ]);
  });

  it("is drawn when the desk can be reached again, and given up where it has none", async () => {
    const world = await createWorld({ directory: officeOfBen() });
    world.desk.fail("showHome", "unreachable");
    await openHome(world.ctx, ben);
    await world.pass(5_000);
    expect(world.desk.homes).toHaveLength(1);
    for (let tries = 0; tries < 9; tries += 1) world.desk.fail("showHome", "refused");
    await openHome(world.ctx, ana);
    await world.pass(600_000);
    expect(world.desk.homes).toHaveLength(1);
  });
});
