/** A line at a carrier that the directory describes: texts and pictures both ways, and what becomes of a text that is not simply taken. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
beforeAll(async () => {
  world = await createWorld({ carrier: "http", directLine: true });
  card = await world.opened();
});
afterAll(() => world.stop());

const acme = () => world.sandbox.http.control;
const lastLine = () => world.lines(card).at(-1) ?? "";
const marked = (reply: string, mark: string) =>
  world.passUntil(mark, () => world.marks(reply).includes(mark));
const gotten = (words: string) => world.received().filter((body) => body === words);

describe("a text of a line at a described carrier", () => {
  it("comes in, is answered, and the answer is marked delivered once the carrier reports it", async () => {
    expect(world.texts(card)).toEqual(["Hi, are you open today?"]);
    const reply = world.reply(scene.ben, card, "Yes, until 6 🙂");
    await marked(reply, "white_check_mark");
    expect(gotten("Yes, until 6 🙂")).toHaveLength(1);
    expect(acme().messages().at(-1)).toMatchObject({
      from: scene.line,
      to: scene.maria,
      status: "delivered",
    });
  });

  it("is marked as left, not as delivered, while nothing is reported", async () => {
    acme().setOutcome({ outcome: { kind: "silent" } });
    const reply = world.reply(scene.ben, card, "Nobody says so");
    await until("it arrived", () => gotten("Nobody says so").length === 1);
    await marked(reply, "arrow_upper_right");
    await world.settle();
    expect(world.marks(reply)).toEqual(["arrow_upper_right"]);
  });

  it.each([
    ["spam", "does not let a text of these words pass"],
    ["absent", "could not deliver the text at the moment"],
    ["landline", "may be a landline"],
    ["no-such-word", "The only reason given is “no-such-word”"],
  ])("that is reported as failed (%s) is told of in the description's meaning", async (code, words) => {
    acme().setOutcome({ outcome: { kind: "fail", code } });
    const reply = world.reply(scene.ben, card, `fails with ${code}`);
    await marked(reply, "warning");
    await until("said", () => lastLine().includes(words));
    await world.settle();
    expect(world.marks(reply)).toEqual(["warning"]);
  });

  it.each([
    ["country_off", 403, "An administrator has to look at it."],
    ["spam", 422, "does not let a text of these words pass"],
    ["queue_closed", 422, "The only reason given is “queue_closed”"],
  ])("that is refused with %s (%i) says why, and offers Try again", async (code, status, words) => {
    acme().setOutcome({ outcome: { kind: "reject", code, status } });
    const reply = world.reply(scene.ben, card, `refused with ${code}`);
    await marked(reply, "warning");
    await until("said", () => lastLine().includes(words));
    expect(lastLine()).toContain("Try again");
    expect(gotten(`refused with ${code}`)).toEqual([]);
  });

  it("that its carrier takes only later leaves then, once", async () => {
    acme().setOutcome({ outcome: { kind: "busy", seconds: 20 } });
    const reply = world.reply(scene.ben, card, "In a moment");
    await until("it was asked", () => acme().calls().at(-1)?.status === 429);
    await world.settle();
    expect(gotten("In a moment")).toHaveLength(1);
    expect(world.marks(reply)).toEqual(["white_check_mark"]);
  });

  it.each([
    [{ kind: "dropAnswer" }],
    [{ kind: "garble", body: "<html>OK</html>" }],
    [{ kind: "garble", status: 502, body: "Bad gateway" }],
  ] as const)(
    "whose answer is lost (%j) is unknown until a report says by our id what became of it",
    async (wrong) => {
      const words = `Lost with ${JSON.stringify(wrong)}`;
      acme().misbehave({ match: "send", ...wrong });
      acme().misbehave({ match: "status", kind: "hold", times: 2 });
      const reply = world.reply(scene.ben, card, words);
      await marked(reply, "question");
      await until("both reports are held", () => acme().state().held === 2);
      acme().release();
      await marked(reply, "white_check_mark");
      await world.settle();
      expect(gotten(words)).toHaveLength(1);
      expect(world.marks(reply)).toEqual(["white_check_mark"]);
    },
  );

  it("that its carrier never got stays unknown, and is not sent again by itself", async () => {
    acme().misbehave({ match: "send", kind: "fail", status: 0 });
    const reply = world.reply(scene.ben, card, "Never came there");
    await marked(reply, "question");
    await world.pass(3_600_000);
    await world.settle();
    expect(world.marks(reply)).toEqual(["question"]);
    expect(gotten("Never came there")).toEqual([]);
  });
});

describe("pictures at a described carrier", () => {
  it("come with a text, fetched with what lets in", async () => {
    const jpeg = {
      contentType: "image/jpeg",
      base64: Buffer.from("\xff\xd8\xff\xe0picture", "latin1").toString("base64"),
    };
    await world.text("", scene.maria, { media: [jpeg] });
    const [file] = await until("the picture", () => {
      const files = world.sandbox.slack.control.files();
      return files.length > 0 && files;
    });
    expect(Buffer.from(file?.content ?? "", "base64").toString("latin1")).toBe("\xff\xd8\xff\xe0picture");
    expect(
      acme()
        .calls()
        .find(({ path }) => path.startsWith("/v1/media/")),
    ).toMatchObject({ status: 200 });
  });

  it("leave with a reply, from an address that the carrier fetches them at", async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const file = { name: "map.png", content: png.toString("base64"), encoding: "base64" } as const;
    const { ts } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      threadTs: card.ts,
      text: "Here",
      files: [file],
    });
    await marked(ts, "white_check_mark");
    const sent = acme()
      .messages()
      .find(({ body }) => body === "Here");
    const [media] = acme().media(sent?.sid ?? "");
    expect(media?.contentType).toBe("image/png");
    const { width, height } = await sharp(Buffer.from(media?.base64 ?? "", "base64")).metadata();
    expect({ width, height }).toEqual({ width: 8, height: 8 });
  });
});

describe("whom a described carrier does not text", () => {
  it.each([
    ["opted_out", "opted out", true],
    ["not_a_mobile", "can't receive texts", false],
  ] as const)("stands in the thread (%s), and no other try is offered", async (code, words, isOut) => {
    const phone = `+1555019938${isOut ? 1 : 2}`;
    const root = await world.opened("Are you there?", phone);
    acme().setOutcome({ outcome: { kind: "reject", code } });
    const reply = world.reply(scene.ben, root, "Hello");
    await marked(reply, "warning");
    const line = await until("said", () => world.lines(root).find((one) => one.includes(words)));
    expect(line).not.toContain("Try again");
    await until("on the card", () => {
      const now = world.cards().find(({ ts }) => ts === root.ts);
      return now !== undefined && shown(now).includes("opted out") === isOut;
    });
  });
});
