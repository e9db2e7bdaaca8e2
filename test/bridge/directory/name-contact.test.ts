import { expect, it } from "vitest";
import type { Address, E164, EpisodeId, SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, billingLine, dan, eve, maria, office, stranger } from "../front-desk.ts";
import { createWorld, type World, words } from "../world.ts";

const nora = "+15550199077" as Address;

async function named(world: World, user: SlackUserId, typed: string, act = `act ${user} ${typed}`) {
  const { id: episode } = await world.openEpisode(nora);
  return await world.bridge.nameContact({ episode, user, typed, act });
}

/** Nora texts the front desk and billing: each has a card of its own. */
async function conversedTwice() {
  const world = await createWorld();
  const thread = await world.begin(nora);
  await world.text(nora, "My bill?", { to: billingLine as E164 });
  await world.runAll();
  return { world, thread };
}

it("draws every open card of the contact anew, whoever's it is", async () => {
  const { world } = await conversedTwice();
  await world.begin(maria);
  const before = world.desk.cards.length;
  expect(await named(world, ben, "Nora")).toBeNull();
  await world.runAll();
  const drawn = world.desk.cards.slice(before).map(({ card }) => `${card.contact.name} ${card.line}`);
  expect(drawn.sort()).toEqual(["Nora Billing", "Nora Front desk"]);
});

it("is done once for one act, though it was named otherwise since", async () => {
  const { world, thread } = await conversedTwice();
  await named(world, ben, "Nora", "one");
  await named(world, ana, "Nora Quist", "two");
  expect(await named(world, ben, "Nora", "one")).toBeNull();
  await world.runAll();
  const { conversationId } = await world.openEpisode(nora);
  const kept = await world.ctx.store.read((tx) => tx.conversations.get(conversationId));
  expect(kept?.givenName).toBe("Nora Quist");
  expect(world.thread(thread).filter((line) => line.includes("named this customer"))).toHaveLength(2);
});

it("is told with one full stop, also where the name ends with one", async () => {
  const { world, thread } = await conversedTwice();
  await named(world, ben, "Nora Q.");
  await world.runAll();
  expect(world.thread(thread).at(-1)).toBe("app: @U0BEN named this customer Nora Q.");
});

it("can be submitted again after it was refused", async () => {
  const { world } = await conversedTwice();
  expect(await named(world, ben, "12345", "one")).toMatchObject({
    refusal: "This is a number. Write a name.",
  });
  expect(await named(world, ben, "Nora", "one")).toBeNull();
  const { conversationId } = await world.openEpisode(nora);
  expect((await world.ctx.store.read((tx) => tx.conversations.get(conversationId)))?.givenName).toBe("Nora");
});

it.each([
  [ben, null],
  [eve, null],
  [dan, "Only members of Front desk and managers can say what this customer is called."],
  [stranger, "not in Threadline's directory"],
])("is for the group's members and managers: %s", async (user, refusal) => {
  const { world } = await conversedTwice();
  const { id: episode } = await world.openEpisode(nora);
  const asked = await world.bridge.askContactName({ episode, user });
  const done = await named(world, user, "Nora");
  for (const answer of [asked, done ?? {}]) {
    const said = "refusal" in answer ? answer.refusal : "";
    expect(said).toContain(refusal ?? "");
    expect(said === "").toBe(refusal === null);
  }
});

it("says so where the conversation is gone", async () => {
  const { world } = await conversedTwice();
  const notKnown = { refusal: "This conversation is not known here any more." };
  const gone = { episode: "gone" as EpisodeId, user: ben };
  expect(await world.bridge.askContactName(gone)).toEqual(notKnown);
  expect(await world.bridge.nameContact({ ...gone, typed: "Nora", act: "one" })).toEqual(notKnown);
});

it("is told to whoever named it, once, and nothing happens where nothing changes", async () => {
  const { world } = await conversedTwice();
  await named(world, ben, "Nora");
  await named(world, ana, "Nora");
  await named(world, ben, "");
  await named(world, ben, "", "again");
  await world.runAll();
  const told = world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
  expect(told).toEqual([
    `${ben}: (555) 019-9077 is called Nora from now on.`,
    `${ben}: (555) 019-9077 has no name any more.`,
  ]);
});

it("keeps who named it, and when", async () => {
  const { world } = await conversedTwice();
  await named(world, ben, "Nora");
  const rows = await world.ctx.store.read((tx) => tx.contacts.rowsOf(nora));
  expect(rows.find(({ table }) => table === "contacts")?.values).toMatchObject({
    name: "Nora",
    named_by: "ben",
    named_at: world.now(),
  });
});

async function described(
  world: World,
  change: { zone?: string; shared?: boolean; company?: string },
  typed = "",
  act = "one",
) {
  const { id: episode } = await world.openEpisode(nora);
  const outcome = await world.bridge.nameContact({ episode, user: ben, typed, act, ...change });
  await world.runAll();
  return outcome;
}

it("says where they are, which is kept, said in the thread, and shown when the form opens again", async () => {
  const { world, thread } = await conversedTwice();
  expect(await described(world, { zone: "chicago" })).toBeNull();
  expect(world.thread(thread).at(-1)).toBe("app: @U0BEN noted that this customer is in America/Chicago.");
  const { id: episode } = await world.openEpisode(nora);
  expect(await world.bridge.askContactName({ episode, user: ana })).toMatchObject({
    timeZone: "America/Chicago",
  });
  await described(world, { zone: "" }, "", "two");
  expect(world.thread(thread).at(-1)).toBe("app: @U0BEN took back where this customer is.");
  expect(await world.ctx.store.read((tx) => tx.contacts.find(nora))).toMatchObject({ timeZone: null });
});

it("names what is no time zone, and then nothing of it is kept", async () => {
  const { world } = await conversedTwice();
  expect(await described(world, { zone: "Chicgo", shared: true }, "Nora")).toEqual({
    refusal: "Chicgo is not a time zone. Write an IANA name, probably America/Chicago.",
    about: "zone",
  });
  expect(await world.ctx.store.read((tx) => tx.contacts.find(nora))).toMatchObject({
    givenName: null,
    shared: false,
  });
});

it("of a number that several people use shows no name anywhere, until it is one person's again", async () => {
  const { world, thread } = await conversedTwice();
  await described(world, { shared: true }, "The Quists");
  expect(world.desk.cards.at(-1)?.card.contact.name).toBeNull();
  expect(world.thread(thread).at(-1)).toBe(
    "app: @U0BEN noted that several people use this number. It is shown under no name.",
  );
  await world.text(nora, "And on Sunday?");
  await world.runAll();
  expect(world.thread(thread).at(-1)).toBe("(555) 019-9077: And on Sunday?");
  await described(world, { shared: false }, "The Quists", "two");
  expect(world.desk.cards.at(-1)?.card.contact.name).toBe("The Quists");
});

it("says for whom they work, which is kept, said in the thread, and shown when the form opens again", async () => {
  const { world, thread } = await conversedTwice();
  expect(await described(world, { company: "  Quist  & Co. " })).toBeNull();
  expect(world.thread(thread).at(-1)).toBe("app: @U0BEN noted that this customer works for Quist & Co.");
  const { id: episode } = await world.openEpisode(nora);
  const form = () => world.bridge.askContactName({ episode, user: ana });
  expect(await form()).toMatchObject({ company: "Quist & Co." });
  await described(world, { zone: "Asia/Tokyo" }, "", "two");
  expect(await form()).toMatchObject({ company: "Quist & Co.", timeZone: "Asia/Tokyo" });
  await described(world, { company: "" }, "", "three");
  expect(world.thread(thread).at(-1)).toBe("app: @U0BEN took back for whom this customer works.");
  expect(await form()).toMatchObject({ company: null, timeZone: "Asia/Tokyo" });
  expect(await described(world, { company: "x".repeat(81) }, "", "four")).toEqual({
    refusal: "This company has 81 characters, and can have 80. Shorten it.",
    about: "company",
  });
});

it("goes by the directory for whom they work, until somebody says something else", async () => {
  const { world, thread } = await conversedTwice();
  const contact = { number: nora as string as E164, name: "Nora", company: "Quist & Co" };
  await world.ctx.store.transaction((tx) =>
    tx.directories.replace({ ...office, contacts: [contact] }, world.now()),
  );
  const { id: episode } = await world.openEpisode(nora);
  const form = () => world.bridge.askContactName({ episode, user: ana });
  const before = world.thread(thread).length;
  expect(await form()).toMatchObject({ company: "Quist & Co" });
  await described(world, { company: "Quist & Co" }, "Nora", "one");
  expect(world.thread(thread)).toHaveLength(before);
  await described(world, { company: "Quist & Sons" }, "Nora", "two");
  expect(await form()).toMatchObject({ company: "Quist & Sons" });
  await described(world, { company: "" }, "Nora", "three");
  expect(await form()).toMatchObject({ company: "Quist & Co" });
  const told = world.desk.told.map(({ sentence }) => words(sentence));
  expect(told.at(-1)).toBe("(555) 019-9077 works for Quist & Co again, as the directory says.");
});

it("leaves as it is what a window of before does not ask for", async () => {
  const { world } = await conversedTwice();
  await described(world, { zone: "Asia/Tokyo", shared: true }, "Nora");
  await described(world, {}, "Nora Quist", "two");
  expect(await world.ctx.store.read((tx) => tx.contacts.find(nora))).toMatchObject({
    givenName: "Nora Quist",
    timeZone: "Asia/Tokyo",
    shared: true,
  });
});
