import { describe, expect, it } from "vitest";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { Address, E164, SlackTs } from "../../../src/domain/ids.ts";
import { ana, ben, benWith, front, maria, officeWithLines } from "../front-desk.ts";
import { createWorld, minute, second, type World } from "../world.ts";

const drawn = (world: World) => world.desk.cards.at(-1)?.card;

/** Something happened at the desk or on a phone, and its card was drawn anew. */
async function settled(world: World) {
  await world.pass(20 * second);
  return drawn(world);
}

describe("a card", () => {
  it("says since when its customer waits, and quotes them", async () => {
    const world = await createWorld();
    const asked = world.now();
    await world.begin(maria, "Are you open?");
    await world.pass(minute);
    await world.text(maria, "Hello?");
    expect(await settled(world)).toMatchObject({
      waitingSince: asked,
      answered: null,
      quote: { whose: "Customer", words: "Hello?" },
    });
  });

  it("says when they were answered and by whom, and quotes the answer", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes, until six.");
    const card = await settled(world);
    expect(card).toMatchObject({ waitingSince: null, answered: { by: "ben" } });
    expect(card?.quote).toEqual({ whose: "ben", words: "Yes, until six." });
    expect(card?.answered?.at).toBeGreaterThan(world.now() - minute);
  });

  it("says that they wait again, and quotes them, once they wrote after the answer", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria), "Yes");
    await settled(world);
    const again = world.now();
    await world.text(maria, "And on Sunday?");
    expect(await settled(world)).toMatchObject({
      waitingSince: again,
      quote: { whose: "Customer", words: "And on Sunday?" },
    });
  });

  it("counts neither a note nor what did not leave as an answer", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Are you open?");
    await world.reply(ben, thread, "note: ask Ana");
    world.carrier.answers.push({
      kind: "rejected",
      failure: { code: "1", sentence: "No.", scope: "passing" },
    });
    await world.reply(ben, thread, "This fails");
    await world.text(maria, "Hello?");
    expect(await settled(world)).toMatchObject({ answered: null, quote: { whose: "Customer" } });
  });

  it("says that they wait as before when the answer did not arrive after all", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria, "Are you open?"), "Yes");
    await settled(world);
    await world.pass(minute);
    const again = world.now();
    await world.text(maria, "And on Sunday?");
    await world.text(maria, "Hello?");
    await world.pass(minute);
    await world.reply(ben, world.desk.posted[0]?.ts ?? ("" as SlackTs), "On Sunday, too");
    await settled(world);
    expect(drawn(world)).toMatchObject({ waitingSince: null });
    await world.report("On Sunday, too", "failed", "The phone is off.");
    expect(await settled(world)).toMatchObject({
      waitingSince: again,
      quote: { whose: "Customer", words: "Hello?" },
    });
  });

  it("says of nobody that they wait whose conversation was resolved before the answer failed", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria), "Yes");
    await settled(world);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.report("Yes", "failed", "The phone is off.");
    expect(await settled(world)).toMatchObject({ state: "resolved", waitingSince: null });
  });

  it("holds no word of either side on a line without preview, and still says who was answered", async () => {
    const world = await createWorld({ directory: officeWithLines({ preview: "none" }) });
    await world.reply(ben, await world.begin(maria, "a secret"), "a secret, too");
    const card = await settled(world);
    expect(card).toMatchObject({ quote: null, preview: [], answered: { by: "ben" } });
    expect(JSON.stringify(world.desk.cards)).not.toContain("secret");
  });

  it("quotes whoever texts from the team itself by name, and as no customer", async () => {
    const mobile = "+15550199077" as Address & E164;
    const world = await createWorld({ directory: benWith({ mobile }) });
    await world.begin(mobile, "It is me");
    expect(world.desk.posted[0]?.card).toMatchObject({
      contact: { name: "Ben Ito, internal" },
      quote: { whose: "Ben Ito", words: "It is me" },
    });
  });

  it("names what came without words", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.text(maria, "", { media: [{ url: "https://x.example/1", contentType: "image/png" }] });
    expect((await settled(world))?.quote).toEqual({ whose: "Customer", words: "sent a picture" });
  });

  it("is drawn once for a text, its answer and its report within three seconds", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "one");
    await world.pass(10 * second);
    const before = world.desk.cards.length;
    await world.text(maria, "two?");
    await world.reply(ben, thread, "two");
    await world.report("two", "delivered");
    await world.pass(10 * second);
    expect(world.desk.cards.length - before).toBe(1);
  });

  it("waits for nobody once it is resolved", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    expect(await settled(world)).toMatchObject({
      channel: front,
      state: "resolved",
      waitingSince: null,
      resolved: { by: "ana" },
    });
  });
});
