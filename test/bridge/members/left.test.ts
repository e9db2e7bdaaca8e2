import { describe, expect, it } from "vitest";
import { noteDeactivated } from "../../../src/bridge/directory/identify-member.ts";
import type { Directory, Heir, Member } from "../../../src/domain/directory.ts";
import type {
  Address,
  E164,
  Extension,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benWith,
  cy,
  eve,
  fay,
  fayEmail,
  front,
  frontLine,
  maria,
  noel,
  officeWithDirect,
} from "../front-desk.ts";
import { createWorld, minute, type World, type WorldOptions, words } from "../world.ts";

const direct = (user: SlackUserId) => `D${user}` as SlackChannelId;
const member = (username: string): Heir => ({ kind: "member", username: username as Username });
const toFront: Heir = { kind: "group", extension: "200" as Extension };

/** The same with others changed, too. */
const with_ = (
  change: Readonly<Record<string, Partial<Member>>>,
  of: Directory = officeWithDirect,
): Directory => ({
  ...of,
  members: of.members.map((one) => ({ ...one, ...change[one.username] })),
});
const toCy = with_({ ben: { inheritTo: member("cy") }, cy: { name: "Cy Park", outboundLine: benLine } });
const toNobody = with_({ cy: { name: "Cy Park", outboundLine: benLine } });

async function begun(directory: Directory = toCy, options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ directory, ...options });
  await world.runAll();
  return world;
}

async function textBen(world: World, body = "Hi Ben", from: Address = maria, to: E164 = benLine) {
  await world.text(from, body, { to });
  await world.runAll();
  return (await placesOf(world, from)).at(-1)?.thread as SlackTs;
}

async function leaves(world: World, user: SlackUserId = ben): Promise<void> {
  await noteDeactivated(world.ctx, user);
  await world.runAll();
}

const placesOf = async (world: World, from: Address = maria) =>
  (await world.episodes(from))
    .filter(({ state }) => state === "open")
    .map(({ channel, thread }) => ({ channel, thread: thread as SlackTs }));
const toldTo = (world: World, user: SlackUserId) =>
  world.desk.told.filter(({ to }) => to === user).map(({ sentence }) => words(sentence));
const asked = (world: World, user: SlackUserId): NoticeId => {
  const offer = world.desk.told.findLast(
    ({ to, offer }) => to === user && offer?.choices[0] === "give",
  )?.offer;
  if (offer === undefined || offer === null) throw new Error("nobody was asked");
  return offer.notice;
};
const give = (world: World, user: SlackUserId, to: Heir, notice = asked(world, user)) =>
  world.bridge.giveConversations({ notice, user, to });
const question =
  "Ben Ito has left, and nobody is named to take over. 1 conversation is open, and texts to Ben direct go on coming. Who goes on with them?";

describe("a member who is deactivated in Slack, with an heir", () => {
  it("leaves their direct conversations to them, and nothing is said where nobody reads it", async () => {
    const world = await begun();
    const old = await textBen(world);
    await leaves(world);
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(direct(cy));
    expect(world.thread(place?.thread as SlackTs)).toEqual([
      "app: Ben Ito has left, so this conversation goes on here, with Cy Park.",
      "Maria Lopez: Hi Ben",
    ]);
    expect(world.thread(old)).toEqual(["Maria Lopez: Hi Ben"]);
    expect(toldTo(world, ana)).toEqual([]);
  });

  it("has the texts that still come to their line go the same way, known contacts' and new ones'", async () => {
    const world = await begun();
    await textBen(world);
    await leaves(world);
    const [place] = await placesOf(world);
    expect(await textBen(world, "Still there?")).toBe(place?.thread);
    await textBen(world, "Hello", noel);
    expect((await placesOf(world, noel)).map(({ channel }) => channel)).toEqual([direct(cy)]);
  });

  it("has them stand in the line's own channel where it has one, and the thread there says so", async () => {
    const own = "C0OWN" as SlackChannelId;
    const lines = toCy.lines.map((line) => (line.number === benLine ? { ...line, channel: own } : line));
    const world = await begun({ ...toCy, lines });
    const old = await textBen(world);
    await leaves(world);
    expect(world.thread(old).at(-1)).toBe(
      "app: Ben Ito has left, so this conversation goes on with Cy Park.",
    );
    expect(await placesOf(world)).toMatchObject([{ channel: direct(cy) }]);
    await textBen(world, "Hello", noel);
    expect(await placesOf(world, noel)).toMatchObject([{ channel: own }]);
  });

  it("has a waiting text ask the heir, also one in a group's conversation", async () => {
    const world = await begun(toCy, { hold: 30_000 });
    const old = await textBen(world);
    const own = await world.reply(ben, old, "At 9", { channel: direct(ben) });
    const shared = await world.begin(noel);
    const groups = await world.reply(ben, shared, "Hi Noel");
    await leaves(world);
    await world.pass(minute);
    for (const place of [own, groups])
      expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitsFor: "person" });
    expect(world.thread(shared).at(-1)).toContain("it has not left: “Hi Noel”. Send it?");
    expect(world.carrier.sent).toEqual([]);
  });

  it("leaves them to the heir of an heir who was deactivated before", async () => {
    const world = await begun(with_({ cy: { inheritTo: toFront } }, toCy));
    await leaves(world, cy);
    await textBen(world);
    await leaves(world);
    expect(await placesOf(world)).toMatchObject([{ channel: front }]);
    await textBen(world, "Hello", noel);
    expect(await placesOf(world, noel)).toMatchObject([{ channel: front }]);
  });

  it("has them go on to the heir's heir when that one is deactivated, too", async () => {
    const world = await begun(with_({ cy: { inheritTo: toFront } }, toCy));
    await textBen(world);
    await leaves(world);
    await leaves(world, cy);
    expect(await placesOf(world)).toMatchObject([{ channel: front }]);
  });

  it("asks managers where two who name each other have both left", async () => {
    const world = await begun(with_({ cy: { inheritTo: member("ben") } }, toCy));
    await leaves(world, cy);
    await textBen(world);
    await leaves(world);
    expect(await placesOf(world)).toMatchObject([{ channel: direct(ben) }]);
    expect(toldTo(world, eve)).toEqual([question]);
  });

  it("is told of twice, and moves once", async () => {
    const world = await begun();
    await textBen(world);
    await leaves(world);
    await leaves(world);
    const [place] = await placesOf(world);
    expect(world.thread(place?.thread as SlackTs).filter((line) => line.startsWith("app"))).toHaveLength(1);
  });

  it("moves after a start where the process ended right after Slack told of it", async () => {
    const world = await begun();
    await textBen(world);
    await noteDeactivated(world.ctx, ben);
    await world.restart();
    await world.runAll();
    expect(await placesOf(world)).toMatchObject([{ channel: direct(cy) }]);
  });

  it("gets new texts again once they are back; what moved stays", async () => {
    const world = await begun();
    await textBen(world);
    await leaves(world);
    await world.bridge.identifyAgain();
    await world.runAll();
    await textBen(world, "Hello", noel);
    expect(await placesOf(world, noel)).toMatchObject([{ channel: direct(ben) }]);
    expect(await placesOf(world)).toMatchObject([{ channel: direct(cy) }]);
  });
});

describe("a member whom the directory names by e-mail", () => {
  const byEmail = with_(
    { fay: { inheritTo: member("cy"), outboundLine: benLine }, ben: { outboundLine: frontLine } },
    {
      ...toNobody,
      lines: toNobody.lines.map((line) =>
        line.number === benLine ? { ...line, smsExtension: "106" as Extension } : line,
      ),
    },
  );

  async function withFay(isGone: boolean): Promise<World> {
    const world = await createWorld({ directory: byEmail });
    world.desk.users.set(fayEmail, fay);
    await world.bridge.identifyAgain();
    await world.runAll();
    await textBen(world);
    expect(await placesOf(world)).toMatchObject([{ channel: direct(fay) }]);
    world.desk.users.delete(fayEmail);
    world.ctx.history.isGone = async (user) => isGone && user === fay;
    return world;
  }

  it("and who is deactivated leaves them just so, when Slack tells of it and when it is noticed later", async () => {
    const told = await withFay(true);
    await leaves(told, fay);
    expect(await placesOf(told)).toMatchObject([{ channel: direct(cy) }]);
    const noticed = await withFay(true);
    await noticed.apply({ ...byEmail, customerWord: "guest" });
    expect(await placesOf(noticed)).toMatchObject([{ channel: direct(cy) }]);
  });

  it("and whose e-mail was only changed leaves nothing", async () => {
    const world = await withFay(false);
    await world.apply({ ...byEmail, customerWord: "guest" });
    expect(await placesOf(world)).toMatchObject([{ channel: direct(fay) }]);
    expect(toldTo(world, ana).filter((told) => told.includes("has left"))).toEqual([]);
  });
});

describe("a member who is deactivated, with nobody named", () => {
  it("has each manager asked once, in private", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    await leaves(world);
    await textBen(world, "Hello?");
    await world.pass(minute);
    expect(toldTo(world, ana)).toEqual([question]);
    expect(toldTo(world, eve)).toEqual([question]);
    expect(toldTo(world, cy)).toEqual([]);
  });

  it("has managers asked once Slack knows one", async () => {
    const unknown = (email: string) => ({ slack: { kind: "email", email } }) as const;
    const world = await begun(
      with_({ ana: unknown("nobody@example.com"), eve: unknown("nobody.else@example.com") }, toNobody),
    );
    await textBen(world);
    await leaves(world);
    expect(world.desk.told).toEqual([]);
    world.desk.users.set("nobody@example.com", ana);
    await world.bridge.identifyAgain();
    await world.runAll();
    await leaves(world);
    await world.bridge.identifyAgain();
    await world.runAll();
    expect(toldTo(world, ana).filter((one) => one === question)).toHaveLength(1);
  });

  it("asks nobody where nothing of theirs is open and no line leads to them", async () => {
    const world = await begun(toNobody);
    await leaves(world, cy);
    expect(toldTo(world, ana)).toEqual([]);
  });

  it("has them go to whoever a manager gives them to, and the other managers are told", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    expect(await give(world, eve, member("cy"))).toBeNull();
    await world.runAll();
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(direct(cy));
    expect(world.thread(place?.thread as SlackTs)[0]).toBe(
      "app: Ben Ito has left, so this conversation goes on here, with Cy Park. @U0EVE decided so.",
    );
    expect(toldTo(world, ana).at(-1)).toBe("eve gave Ben Ito’s conversations to Cy Park.");
    expect(toldTo(world, eve).at(-1)).toBe("eve gave Ben Ito’s conversations to Cy Park.");
    await textBen(world, "Hello", noel);
    expect(await placesOf(world, noel)).toMatchObject([{ channel: direct(cy) }]);
  });

  it("counts the first answer: who comes second learns what was decided", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    const second = asked(world, ana);
    await give(world, eve, toFront);
    const refused = await give(world, ana, member("cy"), second);
    expect(words(refused?.refusal ?? null)).toBe(
      "This is decided already. eve gave Ben Ito’s conversations to Front desk.",
    );
    expect(await world.bridge.askToGive({ notice: second, user: ana })).toMatchObject({ over: true });
    await world.runAll();
    expect(await placesOf(world)).toMatchObject([{ channel: front }]);
  });

  it("stays asked, however long nobody decides", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    for (let day = 0; day < 3; day += 1) {
      await world.pass(24 * 60 * minute);
      await world.bridge.expireWaiting();
    }
    await world.restart();
    expect(await give(world, ana, member("cy"))).toBeNull();
    await world.runAll();
    expect(await placesOf(world)).toMatchObject([{ channel: direct(cy) }]);
  });

  it("offers groups to which a line leads and members who are here, and nobody else is taken", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world, cy);
    await leaves(world);
    const form = await world.bridge.askToGive({ notice: asked(world, ana), user: ana });
    if ("refusal" in form) throw new Error("it was refused");
    expect(form.groups.map(({ name }) => name)).toEqual(["Front desk", "Billing"]);
    expect(form.members.map(({ name }) => name)).toEqual(["ana", "dan", "eve", "fay"]);
    for (const to of [
      member("ben"),
      member("cy"),
      member("zoe"),
      { ...toFront, extension: "999" as Extension },
    ])
      expect(await give(world, ana, to)).toMatchObject({
        refusal: ["They can’t take these over. Choose somebody else."],
        over: false,
      });
  });

  it.each([
    [cy, "Only managers can decide this."],
    ["U0STRANGER" as SlackUserId, "You are not in Threadline's directory"],
  ])("is for managers: %s", async (user, said) => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    const notice = asked(world, ana);
    for (const refused of [
      await give(world, user, member("cy"), notice),
      await world.bridge.askToGive({ notice, user }),
    ])
      expect(words(refused !== null && "refusal" in refused ? refused.refusal : null)).toContain(said);
  });

  it("goes to an heir whom the directory names since, and what managers were asked is over", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    const notice = asked(world, ana);
    await world.apply(toCy);
    expect(await placesOf(world)).toMatchObject([{ channel: direct(cy) }]);
    const over = await world.bridge.askToGive({ notice, user: ana });
    expect(words("refusal" in over ? over.refusal : null)).toContain(
      "Ben Ito’s conversations went to Cy Park.",
    );
  });

  it("is asked about no more once they are back", async () => {
    const world = await begun(toNobody);
    await textBen(world);
    await leaves(world);
    const notice = asked(world, ana);
    await world.bridge.identifyAgain();
    await world.runAll();
    const over = await world.bridge.askToGive({ notice, user: ana });
    expect(words("refusal" in over ? over.refusal : null)).toBe("This is decided already. Ben Ito is back.");
    expect(await placesOf(world)).toMatchObject([{ channel: direct(ben) }]);
  });
});

it("of a member who stays, nothing moves when somebody else leaves", async () => {
  const world = await begun(benWith({ inheritTo: member("cy") }));
  await textBen(world);
  await leaves(world, "U0NOBODY" as SlackUserId);
  expect(await placesOf(world)).toMatchObject([{ channel: direct(ben) }]);
});
