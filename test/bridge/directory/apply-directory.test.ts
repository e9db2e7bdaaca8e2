import { describe, expect, it } from "vitest";
import { renumberChannel } from "../../../src/bridge/channels/channel-ids.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { applyDirectory } from "../../../src/bridge/directory/apply-directory.ts";
import { identifyAgain } from "../../../src/bridge/directory/identify-member.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Address, SlackChannelId } from "../../../src/domain/ids.ts";
import { openStore } from "../../../src/store/index.ts";
import {
  ana,
  ben,
  billingLine,
  cy,
  dan,
  fay,
  fayEmail,
  front,
  frontLine,
  maria,
  office,
  officeWith,
} from "../front-desk.ts";
import { createWorld, minute, type World, words } from "../world.ts";

const withoutLine: Directory = {
  ...office,
  lines: office.lines.filter(({ number }) => number !== frontLine),
};
const withoutBen: Directory = officeWith(
  { members: officeWith({}).groups[0]?.members.filter((name) => name !== "ben") ?? [] },
  { ...office, members: office.members.filter(({ username }) => username !== "ben") },
);

const problems = async (world: World, next: Directory): Promise<readonly string[]> => {
  const applied = await applyDirectory(world.ctx.store, next, world.now());
  return applied.kind === "refused" ? applied.problems : [];
};

describe("a new directory", () => {
  it("says whether it changes anything", async () => {
    const world = await createWorld();
    const apply = (next: Directory) => applyDirectory(world.ctx.store, next, world.now());
    expect(await apply(office)).toEqual({ kind: "applied", changed: false });
    expect(await apply(officeWith({ notify: "here" }))).toEqual({ kind: "applied", changed: true });
  });

  it("that drops a line with open conversations is refused, naming them all, and changes nothing", async () => {
    const world = await createWorld();
    await world.begin(maria);
    for (let index = 0; index < 11; index += 1) await world.text(`+1555019${2000 + index}` as Address, "hi");
    const [problem, ...others] = await problems(world, withoutLine);
    expect(others).toEqual([]);
    expect(problem).toContain("12 open conversations: Maria Lopez (…9001),");
    expect(problem).toContain("and 2 more");
    expect(await world.ctx.store.read((tx) => tx.directories.current())).toEqual(office);
  });

  it("may drop a line whose conversations are resolved", async () => {
    const world = await createWorld();
    await world.begin();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    expect(await problems(world, withoutLine)).toEqual([]);
  });

  it("that drops a member who has a conversation is refused until someone else takes it", async () => {
    const world = await createWorld();
    await world.begin();
    const { id: episode } = await world.openEpisode();
    await takeEpisode(world.ctx, { episode, user: ben, seenAssignee: null });
    expect((await problems(world, withoutBen))[0]).toContain(
      "The member ben still has an open conversation: Maria Lopez (…9001)",
    );
    const { assignee } = await world.openEpisode();
    await takeEpisode(world.ctx, { episode, user: cy, seenAssignee: assignee });
    expect(await problems(world, withoutBen)).toEqual([]);
  });

  it("leaves open conversations where they are, and opens new ones in the new channel", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    await world.apply(officeWith({ channel: "C0NEW" as SlackChannelId }));
    await world.text(maria, "two");
    await world.text("+15550199007" as Address, "hi");
    await world.runAll();
    expect(world.thread(thread)).toHaveLength(2);
    expect(world.desk.posted.at(-1)?.channel).toBe("C0NEW");
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("that leads a line to nobody leaves its open conversations with the group where they stand", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    const lines = office.lines.map(({ smsExtension, ...line }) =>
      line.number === frontLine || smsExtension === undefined ? line : { ...line, smsExtension },
    );
    await world.apply({ ...office, lines });
    expect(await world.text(maria, "two")).toBe("unrouted");
    await world.reply(cy, thread, "Yes");
    await world.pass(minute);
    expect(world.carrier.sent.map(({ from, body }) => [from, body])).toEqual([[frontLine, "Yes"]]);
    expect(world.thread(thread)).toHaveLength(1);
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ana });
    expect((await world.ctx.store.read((tx) => tx.episodes.get(episode)))?.state).toBe("resolved");
  });

  it("may name a channel of a line's own, which is followed where Slack gives it another id", async () => {
    const world = await createWorld();
    const before = "C0OWN" as SlackChannelId;
    const after = "C0MOVED" as SlackChannelId;
    await renumberChannel(world.ctx, { before, after });
    const lines = office.lines.map((line) =>
      line.number === frontLine ? { ...line, channel: before } : line,
    );
    await world.apply({ ...office, lines });
    const current = await world.ctx.store.read((tx) => tx.directories.current());
    expect(current.lines.map(({ channel }) => channel)).toEqual([after, undefined]);
  });

  it("that another process applied counts at once", async () => {
    const world = await createWorld();
    const other = await openStore({ database: world.database, keys: [], tables: "expect" });
    await applyDirectory(other, officeWith({ members: [] }), world.now());
    await other.close();
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("keeps replies on a line that is gone from leaving, and says so", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.apply(withoutLine);
    await world.reply(ben, thread, "hello?");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.told.at(-1)).toMatchObject({ to: ben, offer: null });
  });
});

describe("members given by e-mail", () => {
  it("are asked about after applying, and named while they are unknown", async () => {
    const world = await createWorld();
    const unknown = () => world.ctx.store.read((tx) => tx.directories.unidentified());
    await world.runAll();
    expect(await unknown()).toEqual([fayEmail]);
    world.desk.users.set(fayEmail, fay);
    await world.apply(officeWith({ notify: "here" }));
    expect(await unknown()).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.directories.identities())).toEqual(
      new Map([[fayEmail, fay]]),
    );
  });

  it("are asked about again, by a tick and by applying the same directory", async () => {
    const world = await createWorld();
    const known = () => world.ctx.store.read((tx) => tx.directories.identities());
    for (const again of [() => identifyAgain(world.ctx), () => world.apply(office)]) {
      await world.ctx.store.transaction((tx) => tx.directories.identify(fayEmail, null, world.now()));
      world.desk.users.delete(fayEmail);
      await world.runAll();
      expect((await known()).get(fayEmail)).toBeNull();
      world.desk.users.set(fayEmail, fay);
      await again();
      await world.runAll();
      expect((await known()).get(fayEmail)).toBe(fay);
    }
  });

  it("are told that their e-mail is what is not known", async () => {
    const world = await createWorld();
    await world.reply(fay, await world.begin(), "hello");
    await world.runAll();
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("is not yours in Slack");
    await world.reply(dan, await world.begin(), "hello");
    await world.runAll();
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("only members of Front desk");
  });

  it("who left the directory are not named", async () => {
    const world = await createWorld();
    await world.runAll();
    await world.apply({ ...office, members: office.members.filter(({ username }) => username !== "fay") });
    expect(await world.ctx.store.read((tx) => tx.directories.unidentified())).toEqual([]);
  });

  it("do not stand in the way of a line's texts", async () => {
    const world = await createWorld();
    await world.text(maria, "bill", { to: billingLine });
    await world.text(maria, "front");
    await world.runAll();
    expect(world.desk.posted.filter(({ channel }) => channel === front)).toHaveLength(2);
  });
});
