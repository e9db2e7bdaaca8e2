import { describe, expect, it } from "vitest";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { type OpenTemplates, openTemplates } from "../../../src/bridge/templates/open-templates.ts";
import { openTemplatesAt } from "../../../src/bridge/templates/open-templates-at.ts";
import type { SlackChannelId, SlackUserId } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  billing,
  dan,
  eve,
  front,
  maria,
  noel,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, type World, words } from "../world.ts";
import { stockTemplates } from "./stock.ts";

const templates = [
  { key: "hours", name: "Opening hours", text: "We are open until six." },
  { key: "hours-cafe", name: "Café", text: "The café is open until ten." },
  { key: "parking", name: "Parking", text: "Behind the house.", scope: "group:200" },
  { key: "mine", name: "My own", scope: "personal:ana" },
  { key: "bens", name: "Ben’s own", scope: "personal:ben" },
  { key: "bill", name: "Bills", scope: "group:300" },
];

async function begin(all = templates): Promise<World> {
  const world = await createWorld({ directory: officeWithDirect });
  await stockTemplates(world.database, all);
  return world;
}

async function opens(world: World, typed: string, how: Partial<OpenTemplates> = {}) {
  return await openTemplates(world.ctx, { user: ana, typed, channel: front, ...how });
}

/** The form as one reads it; the words where there is none. */
async function reads(world: World, typed: string, how: Partial<OpenTemplates> = {}): Promise<unknown> {
  const opened = await opens(world, typed, how);
  if (opened.kind === "says") return words(opened.sentence);
  if (opened.kind === "manage") return opened.kind;
  if (opened.kind === "fill") return `${opened.form.contact}: ${opened.form.text}`;
  const { conversation, template, words: looked, scope } = opened.form;
  return [scope.kind, conversation?.label ?? null, template?.label ?? null, looked];
}

describe("/sms-template", () => {
  it("asks for the template alone where one conversation is open, and for both where there are several", async () => {
    const world = await begin();
    await world.begin(maria);
    expect(await reads(world, "")).toEqual(["channel", "Maria Lopez (…9001), just now", null, ""]);
    await world.begin(noel);
    expect(await reads(world, "")).toEqual(["channel", null, null, ""]);
  });

  it.each([
    ["hours", "Maria Lopez (…9001): We are open until six."],
    ["!Hours", "Maria Lopez (…9001): We are open until six."],
    ["cafe", "Maria Lopez (…9001): The café is open until ten."],
    ["Parking", "Maria Lopez (…9001): Behind the house."],
  ])("%s fills in the one that is meant where the conversation is settled", async (typed, filled) => {
    const world = await begin();
    await world.begin(maria);
    expect(await reads(world, typed)).toBe(filled);
  });

  it("keeps the one that is meant chosen where the conversation is not settled", async () => {
    const world = await begin();
    await world.begin(maria);
    await world.begin(noel);
    expect(await reads(world, "hours")).toEqual(["channel", null, "Opening hours (hours)", ""]);
  });

  it("lets choose among several that may be meant, and looks first at what is meant by its text alone", async () => {
    const world = await begin();
    await world.begin(maria);
    const one = "Maria Lopez (…9001), just now";
    expect(await reads(world, "hour")).toEqual(["channel", one, null, "hour"]);
    expect(await reads(world, "until ten")).toEqual(["channel", one, "Café (hours-cafe)", "until ten"]);
    expect(await reads(world, `hour ${"x".repeat(4_000)}`)).toContain("No template has");
  });

  it("says what it does not find, with the nearest keys", async () => {
    const world = await begin();
    await world.begin(maria);
    expect(await reads(world, "huors")).toMatch(
      /^No template has “huors”.* The nearest: hours \(Opening hours\), hours-cafe/,
    );
    expect(await reads(world, "x".repeat(4_000))).toMatch(/^No template has “x{59}…”/);
  });

  it("offers nobody what is another's or another group's, whatever they type", async () => {
    const world = await begin();
    await world.begin(maria);
    for (const typed of ["bens", "Ben’s own", "bill", "Bills"])
      expect(await reads(world, typed)).toMatch(/^No template has/);
    expect(await reads(world, "mine", { user: ben })).toMatch(/^No template has/);
    expect(await reads(world, "bens", { user: ben })).toBe("Maria Lopez (…9001): Words of bens.");
  });

  it("answers in words where there is nobody, nothing to send or nobody to send it to", async () => {
    const world = await begin();
    expect(await reads(world, "", { user: stranger })).toContain("not in Threadline's directory");
    expect(await reads(world, "")).toBe(
      "In this channel no conversation is open that you may answer. Begin one with /sms.",
    );
    await world.begin(maria);
    expect(await reads(world, "", { user: dan })).toContain(
      "In this channel no conversation is open that you may",
    );
    expect(await reads(world, "", { user: eve })).toContain(
      "In this channel no conversation is open that you may",
    );
    const bare = await begin([]);
    await bare.begin(maria);
    expect(await reads(bare, "hours")).toContain("There are no templates for you yet.");
  });

  it("helps in five lines, and is managed where there are none", async () => {
    const world = await begin([]);
    expect(String(await reads(world, "help")).split("\n")).toHaveLength(5);
    expect(await reads(world, "manage")).toBe("manage");
  });
});

describe("the conversations that a template can be sent in", () => {
  const direct = "D0BEN" as SlackChannelId;

  async function beginAll(): Promise<World> {
    const world = await begin();
    await world.begin(maria);
    await world.text(noel, "Hi Ben", { to: benLine });
    await world.runAll();
    return world;
  }
  const scopeOf = async (world: World, user: SlackUserId, channel: string | null) => {
    const read = await reads(world, "", { user, channel: channel as SlackChannelId | null });
    return Array.isArray(read) ? read.slice(0, 2) : read;
  };

  it("are the channel's in a channel, the member's own in their direct messages, and all of theirs elsewhere", async () => {
    const world = await beginAll();
    const { directChannels } = await world.ctx.store.read((tx) => tx.directories.people());
    const own = directChannels.get(ben) ?? direct;
    expect(await scopeOf(world, ben, front)).toEqual(["channel", "Maria Lopez (…9001), just now"]);
    expect(await scopeOf(world, ben, own)).toEqual(["own", "(555) 019-9002, just now"]);
    for (const elsewhere of [null, "C0RANDOM", "D0COLLEAGUE"])
      expect(await scopeOf(world, ben, elsewhere)).toEqual(["all", null]);
    expect(await scopeOf(world, ana, null)).toEqual(["all", "Maria Lopez (…9001), just now"]);
    expect(await scopeOf(world, ana, billing)).toContain("In this channel no conversation is open");
    expect(await scopeOf(world, dan, null)).toContain("No conversation is open that you may answer.");
  });

  it("are those that still stand in a channel which its group has left", async () => {
    const world = await beginAll();
    const moved = officeWithDirect.groups.map((group) =>
      group.channel === front ? { ...group, channel: "C0NEW" as SlackChannelId } : group,
    );
    await world.apply({ ...officeWithDirect, groups: moved });
    expect(await scopeOf(world, ben, front)).toEqual(["channel", "Maria Lopez (…9001), just now"]);
  });
});

describe("a card, and a message of a thread,", () => {
  const at = async (
    world: World,
    of: Parameters<typeof openTemplatesAt>[1]["of"],
    user: SlackUserId = ana,
  ) => {
    const opened = await openTemplatesAt(world.ctx, { user, of });
    if (opened.kind === "says") return words(opened.sentence);
    return opened.kind === "pick" ? opened.form : opened.kind;
  };

  it("settle the conversation", async () => {
    const world = await begin();
    const thread = await world.begin(maria);
    await world.begin(noel);
    const { id } = await world.openEpisode(maria);
    const form = {
      scope: { kind: "channel", channel: front },
      words: "",
      conversation: { value: id, label: "Maria Lopez (…9001), just now" },
      template: null,
    };
    expect(await at(world, { episode: id })).toEqual(form);
    expect(await at(world, { message: { channel: front, ts: thread }, thread: null })).toEqual(form);
    const reply = await world.reply(ben, thread, "One moment");
    expect(await at(world, { message: reply, thread })).toEqual(form);
  });

  it("say why they can't", async () => {
    const world = await begin();
    const thread = await world.begin(maria);
    const { id } = await world.openEpisode(maria);
    const elsewhere = { channel: front, ts: world.newTs() };
    expect(await at(world, { message: elsewhere, thread: null })).toContain(
      "in no conversation with a customer",
    );
    expect(await at(world, { episode: id }, dan)).toBe(
      "In this conversation, only members of Front desk can text.",
    );
    expect(await at(world, { episode: id }, stranger)).toContain("not in Threadline's directory");
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    expect(await at(world, { episode: id })).toBe("This conversation is resolved. Reopen it first.");
    await world.begin(maria, "Hello again");
    const message = { message: { channel: front, ts: thread }, thread: null };
    expect(await at(world, message)).toBe("This conversation goes on in [a newer thread].");
    const bare = await begin([]);
    await bare.begin(maria);
    expect(await at(bare, { episode: (await bare.openEpisode()).id })).toContain(
      "There are no templates for you",
    );
  });
});
