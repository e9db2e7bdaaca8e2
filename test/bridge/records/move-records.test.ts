import { expect, it } from "vitest";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { moveConversation } from "../../../src/bridge/members/move-conversation.ts";
import type { Username } from "../../../src/domain/ids.ts";
import type { Owner } from "../../../src/domain/owner.ts";
import { ben, billingLine, frontLine, maria } from "../front-desk.ts";
import { hour, minute } from "../world.ts";
import { beginDirect, direct, type LogWorld, logWorld } from "./log-world.ts";

const cys: Owner = { kind: "member", username: "cy" as Username };
const bens: Owner = { kind: "member", username: "ben" as Username };

async function goesTo(world: LogWorld, from: Owner, owner: Owner): Promise<void> {
  await world.ctx.store.transaction(async (tx) => {
    const known = await tx.episodes.newestBetween(maria, from);
    if (known?.newest == null) throw new Error("there is no conversation");
    const words = { here: ["It goes on here."], there: null };
    await moveConversation(world.ctx, tx, await tx.directories.people(), known.newest, { owner, words });
  });
  await world.live(2 * minute);
}

it("a day goes along with its conversation, and is told once", async () => {
  const world = await logWorld();
  await beginDirect(world, "One");
  await world.live(2 * minute);
  await goesTo(world, bens, cys);
  await world.text(maria, "Two", direct);
  await world.live(hour);
  const texts = Object.values(world.inCrm()).flat();
  expect(texts.filter((text) => text === "One")).toHaveLength(1);
  expect(texts.filter((text) => text === "Two")).toHaveLength(1);
});

it("a shared one's record goes along, and stays one", async () => {
  const world = await logWorld();
  await world.begin(maria, "One");
  const { id: episode } = await world.openEpisode(maria);
  await resolveEpisode(world.ctx, { episode, user: ben });
  await world.live(2 * minute);
  expect(Object.values(world.inCrm())).toEqual([["One"]]);
  await goesTo(world, { kind: "line", number: frontLine }, { kind: "line", number: billingLine });
  expect(Object.values(world.inCrm())).toEqual([["One"]]);
  const events = await world.ctx.store.read((tx) =>
    tx.episodes.newestBetween(maria, { kind: "line", number: billingLine }),
  );
  const next = events?.newest?.id;
  if (next === undefined) throw new Error("it went nowhere");
  expect((await world.ctx.store.read((tx) => tx.episodeEvents.of(next))).map(({ kind }) => kind)).toEqual([
    "resolved",
    "moved",
  ]);
});

it("of two members who texted with somebody on the same day, the one record says where the other is", async () => {
  const world = await logWorld();
  await beginDirect(world, "One");
  await world.live(2 * minute);
  await world.ctx.store.transaction(async (tx) => {
    const conversation = await tx.conversations.open(maria, cys, world.ctx.newId, world.now());
    expect(conversation.owner).toEqual(cys);
  });
  await goesTo(world, bens, cys);
  await goesTo(world, cys, bens);
  expect(Object.values(world.inCrm())).toEqual([["One"]]);
});

it("what a member had goes into the record of the group that has it now, when that is resolved", async () => {
  const world = await logWorld();
  await beginDirect(world, "One");
  await world.live(2 * minute);
  await goesTo(world, bens, { kind: "line", number: frontLine });
  const { id: episode } = await world.openEpisode(maria);
  await resolveEpisode(world.ctx, { episode, user: ben });
  await world.live(2 * minute);
  expect(Object.entries(world.inCrm()).map(([key, texts]) => [key.split(":")[0], texts])).toEqual([
    ["day", ["One"]],
    ["episode", ["One"]],
  ]);
});
