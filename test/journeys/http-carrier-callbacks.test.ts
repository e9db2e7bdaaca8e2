/** What a described carrier tells: twice, late, in another order, wrongly signed, signed anew, and in words that nobody can read. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
beforeAll(async () => {
  world = await createWorld({ carrier: "http" });
  card = await world.opened();
});
afterAll(() => world.stop());

const acme = () => world.sandbox.http.control;
const stands = (words: string) => world.texts(card).filter((text) => text === words).length;
const refused = () => world.metric("webhooks_refused_total");

describe("a callback of a described carrier", () => {
  it("of a text that is told twice, whose answer is lost, or that several share, shows each text once", async () => {
    acme().misbehave({ match: "inbound", kind: "duplicate" });
    await world.text("Twice");
    acme().misbehave({ match: "inbound", kind: "dropAnswer" });
    await world.text("Answer lost");
    await acme().textTogether(
      ["Together one", "Together two"].map((body) => ({ from: scene.maria, to: scene.line, body })),
    );
    await until("the last one", () => stands("Together two") === 1);
    await world.settle();
    const all = ["Twice", "Answer lost", "Together one", "Together two"];
    expect(world.texts(card).slice(-4)).toEqual(all);
    expect(
      acme()
        .deliveries()
        .filter(({ kind }) => kind === "inbound")
        .at(-2)?.attempts,
    ).toHaveLength(2);
  });

  it("that comes after the next one is shown as well", async () => {
    acme().misbehave({ match: "inbound", kind: "reorder" });
    await world.text("Overtaken");
    await world.text("Overtaking");
    await until("both", () => stands("Overtaken") === 1 && stands("Overtaking") === 1);
  });

  it("that reports late what was before, or twice, moves no mark back", async () => {
    acme().misbehave({ match: "status", kind: "reorder" });
    acme().misbehave({ match: "status", kind: "duplicate" });
    const reply = world.reply(scene.ben, card, "In no order");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await acme().idle();
    await world.settle();
    const [sent, delivered] = acme()
      .deliveries()
      .filter(({ kind }) => kind === "status")
      .slice(-2);
    expect([sent?.attempts.length, delivered?.attempts.length]).toEqual([1, 2]);
    expect(world.marks(reply)).toEqual(["white_check_mark"]);
  });

  it.each(["forge", "unsigned", "stale"] as const)(
    "that is signed wrongly (%s) is refused, and taken once it is signed rightly",
    async (kind) => {
      const before = await refused();
      acme().misbehave({ match: "inbound", kind, times: 2 });
      await world.text(`Wrongly signed: ${kind}`);
      await until("it stands", () => stands(`Wrongly signed: ${kind}`) === 1);
      const attempts = acme().deliveries().at(-1)?.attempts ?? [];
      expect(attempts.map(({ status }) => status)).toEqual([403, 403, 204]);
      expect(await refused()).toBe(before + 2);
    },
  );

  it("that somebody plays back is known while it is young, and refused once it is old", async () => {
    await world.text("Played back");
    await until("it stands", () => stands("Played back") === 1);
    const delivery = acme().deliveries().at(-1);
    if (delivery === undefined) return expect.fail("nothing was told");
    const { url, headers, body } = delivery;
    const playBack = async () => (await fetch(url, { method: "POST", headers, body })).status;
    expect(await playBack()).toBe(204);
    world.sleep(6 * 60_000);
    expect(await playBack()).toBe(403);
    await world.settle();
    expect(stands("Played back")).toBe(1);
  });

  it("that nobody can read is refused as a whole, or passed over and counted where it is one of a list", async () => {
    expect(await acme().post("inbound", "<xml/>")).toBe(400);
    expect(await acme().post("inbound", "{}")).toBe(400);
    expect(await acme().post("status", '{"id":1}')).toBe(400);
    const unreadable = await world.metric("records_unreadable_total");
    const good = {
      type: "text",
      id: "readable",
      from: scene.maria.slice(1),
      to: scene.line.slice(1),
      text: "Readable",
    };
    const list = [{ type: "text", id: "1" }, { type: "system" }, good];
    expect(await acme().post("inbound", JSON.stringify({ messages: list }))).toBe(204);
    await until("the one that can be read", () => stands("Readable") === 1);
    expect(await world.metric("records_unreadable_total")).toBe(unreadable + 1);
  });

  it("that reports a word nobody described, or on a text that is none of ours, changes nothing", async () => {
    const report = (status: string, id = "4711") => acme().post("status", JSON.stringify({ id, status }));
    expect(await report("DELIVERED")).toBe(204);
    const reply = world.reply(scene.ben, card, "Whatever it says");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    const id = acme().messages().at(-1)?.sid ?? "";
    expect(await report("PONDERING", id)).toBe(204);
    expect(await report("QUEUED", id)).toBe(204);
    await world.settle();
    expect(world.marks(reply)).toEqual(["white_check_mark"]);
  });

  it("of a text that has the id of one of ours is a text all the same, and ours keeps its own", async () => {
    const reply = world.reply(scene.ben, card, "Counted apart");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    const id = acme().messages().at(-1)?.sid;
    const ends = { from: scene.maria.slice(1), to: scene.line.slice(1) };
    const came = { type: "text", id, ...ends, text: "The same id" };
    expect(await acme().post("inbound", JSON.stringify({ messages: [came] }))).toBe(204);
    await until("it stands", () => stands("The same id") === 1);
    expect(await acme().post("status", JSON.stringify({ id, status: "delivered" }))).toBe(204);
    await world.settle();
    expect(world.marks(reply)).toEqual(["white_check_mark"]);
  });

  it("that is made up in the name of nobody described finds nobody", async () => {
    const answer = await fetch(`${world.address}/webhooks/nobody/inbound`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(404);
  });
});

describe("what a described carrier signs with, and takes", () => {
  it("is replaced without a text lost: both secrets prove meanwhile, the old one no more afterwards", async () => {
    const { secret, token } = world.sandbox.http;
    const next = "acme-signing-secret-0002";
    await world.restart({ env: { ACME_SIGNING_SECRET: `${next},${secret}` } });
    await world.text("Signed with the old one");
    await until("it stands", () => stands("Signed with the old one") === 1);
    acme().rotateSecret(next);
    await world.text("Signed with the new one");
    await until("it stands", () => stands("Signed with the new one") === 1);

    await world.restart({ env: { ACME_SIGNING_SECRET: next } });
    acme().rotateSecret(secret);
    expect(await acme().post("inbound", "{}")).toBe(403);
    acme().rotateSecret(next);

    acme().rotateToken("acme-token-0002");
    const reply = world.reply(scene.ben, card, "With a token that is none any more");
    await until("marked", () => world.marks(reply).includes("warning"));
    await until("said", () => world.lines(card).at(-1)?.includes("An administrator has to look at it."));
    await world.restart({ env: { ACME_SIGNING_SECRET: next, ACME_TOKEN: "acme-token-0002" } });
    const again = world.reply(scene.ben, card, "With the new token");
    await until("delivered", () => world.marks(again).includes("white_check_mark"));
    expect(
      acme()
        .calls()
        .every(({ sent }) => !JSON.stringify(sent).includes(token)),
    ).toBe(true);
  });
});
