/** What a card says of the carrier's own shared inbox. */
import { expect, it } from "vitest";
import { drawCard } from "../../../src/slack/views/card.ts";
import { ben, cy } from "../front-desk.ts";
import { minute } from "../world.ts";
import { bens, createInboxWorld, desks, type InboxWorld, who } from "./inbox-world.ts";

async function cardOf(world: InboxWorld): Promise<string> {
  await world.pass(minute);
  const { id } = await world.episode();
  const drawn = world.desk.cards.findLast(({ card }) => card.episode === id)?.card;
  if (drawn === undefined) throw new Error("the card was not drawn anew");
  return JSON.stringify(drawCard(drawn, "https://team.slack.com/", false).blocks);
}

const take = async (world: InboxWorld, user: typeof ben) => {
  const { id: episode } = await world.episode();
  await world.bridge.takeEpisode({ episode, user, seenAssignee: null });
};

it("names who is shown as the sender where one login answers for many", async () => {
  const world = await createInboxWorld();
  await world.open();
  await take(world, cy);
  expect(await cardOf(world)).toContain("RingCentral shows the user of the login front-desk as the sender");
  await world.told({ assignee: who(desks) });
  expect(await cardOf(world)).toContain("RingCentral shows Front desk as the sender");
});

it("says nothing where whoever has it sends", async () => {
  const world = await createInboxWorld();
  await world.open();
  await take(world, ben);
  expect(await cardOf(world)).not.toContain("RingCentral");
  await world.told({ assignee: who(bens) });
  expect(await cardOf(world)).not.toContain("RingCentral");
});

it("names whom we don't know", async () => {
  const world = await createInboxWorld();
  await world.open();
  await world.told({ assignee: { login: null, name: "Kim <b>" } });
  expect(await cardOf(world)).toContain("RingCentral shows Kim &lt;b&gt; as the sender");
});

it("says who resolved it there, or that it closed by itself", async () => {
  const world = await createInboxWorld();
  await world.open();
  await world.told({ state: "resolved", reason: "person", by: { login: null, name: "Dee" } });
  expect(await cardOf(world)).toContain("Resolved in RingCentral by Dee");
  const quiet = await createInboxWorld();
  await quiet.open();
  await quiet.told({ state: "resolved", reason: "silence" });
  expect(await cardOf(quiet)).toContain("Resolved: RingCentral closed it after 72 hours without texts");
});

it("says that the next text makes a new one there once it is open again here, until it did", async () => {
  const world = await createInboxWorld();
  await world.open();
  await world.told({ state: "resolved", reason: "person", by: who(bens) });
  const { id: episode } = await world.episode();
  await world.bridge.reopenEpisode({ episode, user: ben });
  expect(await cardOf(world)).toContain("the next text makes a new conversation there");
  await world.hear("One more thing", "thread-2" as Parameters<InboxWorld["hear"]>[1]);
  expect(await cardOf(world)).not.toContain("the next text makes");
});
