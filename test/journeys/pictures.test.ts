/** Pictures and other files, both ways: in order, once, the same on either side; and what can't be had or sent is said. */
import sharp from "sharp";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createSite } from "../command-line/site.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

const base64 = (latin1: string) => Buffer.from(latin1, "latin1").toString("base64");
const picture = { contentType: "image/jpeg", base64: base64("\xff\xd8\xff\xe0picture") };
const voice = { contentType: "audio/amr", base64: base64("#!AMR\nvoice") };
const zip = { contentType: "image/jpeg", base64: base64("PK\x03\x04photo.jpg") };

let world: World | null = null;
afterEach(async () => {
  await world?.stop();
  world = null;
});

/** What stands under a card, files by their names. */
const told = (here: World, card: MessageView) => here.thread(card).map(reading);

function reading(message: MessageView): string {
  const names = message.files.map(({ title }) => String(title));
  return names.length > 0 ? `files: ${names.join(", ")}` : shown(message);
}

const filesIn = (here: World) =>
  here.sandbox.slack.control
    .files()
    .map(({ title, content }) => [title, Buffer.from(content, "base64").toString("latin1")]);

describe("what comes with a text", () => {
  it("stands under it before later texts, byte for byte; a zip that is called a picture does not", async () => {
    const here = await createWorld();
    world = here;
    await here.text("Look at this", scene.maria, { media: [picture, voice, zip] });
    await here.text("And?");
    const card = await until("the card", () => here.card());
    await until("all of it", () => told(here, card).length === 4);
    const [text, files, second, line] = told(here, card);
    expect(text).toContain("sent 2 pictures and a voice message");
    expect(files).toBe("files: Picture 1.jpg, Voice message.amr");
    expect(second).toContain("And?");
    expect(line).toContain("Picture 2 is an archive, so it is not passed on.");
    expect(filesIn(here)).toEqual([
      ["Picture 1.jpg", "\xff\xd8\xff\xe0picture"],
      ["Voice message.amr", "#!AMR\nvoice"],
    ]);
    expect(await here.metric("files_fetched_total")).toBe(2);
    expect(await here.metric("files_failed_total")).toBe(1);
  });

  it("goes to a member's own conversation as well, without any words", async () => {
    const here = await createWorld({ directLine: true, directory: demoDirectory });
    world = here;
    await here.sandbox.twilio.control.text({
      from: scene.maria,
      to: scene.directLine,
      body: "",
      media: [picture],
    });
    const [file] = await until("the picture", () => {
      const found = here.sandbox.slack.control.files();
      return found.length > 0 && found;
    });
    expect(file).toMatchObject({ name: "Picture.jpg", mimetype: "image/jpeg" });
    expect(file?.channel).toMatch(/^D/);
  });

  it("does not hold up later texts for long, and comes when it comes", async () => {
    const here = await createWorld();
    world = here;
    const { control } = here.sandbox.twilio;
    control.misbehave({ match: "media", kind: "hold" });
    await here.text("Look", scene.maria, { media: [picture] });
    await here.text("And?");
    const card = await until("the card", () => here.card());
    await until("it is asked for", () => control.state().held === 1);
    await until("the first text", () => here.texts(card).includes("Look"));
    expect(here.texts(card)).not.toContain("And?");
    await here.passUntil("the second text", () => here.texts(card).some((text) => text.includes("And?")));
    const late = () =>
      here.lines(card).find((line) => line.includes("could not be fetched from the phone company yet"));
    await until("that it is late", late);
    control.release();
    await here.passUntil("the picture", () => told(here, card).includes("files: Picture.jpg"));
    await here.passUntil("that it has come", () => late()?.includes("It has come."));
    expect(filesIn(here)).toHaveLength(1);
  });

  it("that is refused, too large, or elsewhere is said; another try brings what can be had", async () => {
    const here = await createWorld();
    world = here;
    here.sandbox.twilio.control.misbehave({ match: "media", kind: "fail", status: 403 });
    const large = { ...picture, size: 40_000_000 };
    const elsewhere = { ...picture, url: "https://pictures.example.com/a.jpg" };
    await here.text("Look", scene.maria, { media: [picture] });
    const card = await until("the card", () => here.card());
    const says = (words: string) => until(words, () => here.lines(card).some((line) => line.includes(words)));
    await says("Picture was not handed over by the phone company");
    await here.text("These", scene.maria, { media: [large, elsewhere] });
    await says("Picture 1 is larger than the 25 MB that are taken in.");
    await says("Picture 2 lies at an address that is not the phone company");
    await here.chooseInThread(scene.ben, card, "Try again", "not handed over");
    await until("the picture", () => told(here, card).includes("files: Picture.jpg"));
    expect(filesIn(here)).toHaveLength(1);
  });
});

describe.each(["twilio", "ringcentral"] as const)("what hangs on a reply, by %s", (carrier) => {
  it("leaves with it, in order, and the phone shows the same; what can't leave is asked about", async () => {
    const here = await createWorld({ carrier, sharedInbox: false, receive: "websocket" });
    world = here;
    const card = await here.opened();
    const drawn = await sharp({ create: { width: 40, height: 30, channels: 3, background: "teal" } })
      .png()
      .toBuffer();
    const shop = { name: "shop.png", content: drawn.toString("base64"), encoding: "base64" } as const;
    const menu = { name: "menu.pdf", content: "%PDF-1.7 menu" };
    const sheet = { name: "prices.xls", content: "prices", mimetype: "application/vnd.ms-excel" };
    const write = (text: string, files: (typeof shop | typeof menu | typeof sheet)[]) =>
      here.sandbox.slack.control.post({
        user: scene.ben,
        channel: scene.channel,
        text,
        threadTs: card.ts,
        files,
      }).ts;

    here.sandbox.slack.control.misbehave({ match: { event: "message" }, kind: "duplicate", times: 2 });
    const alone = write("", [shop]);
    const both = write("And the menu", [menu, shop]);
    const words = here.reply(scene.ben, card, "Until six");
    await here.passUntil("all of them arrived", () =>
      [alone, both, words].every((ts) => here.marks(ts).includes("white_check_mark")),
    );
    const onPhone = () =>
      here.sandbox.phones.phone(scene.maria).messages.filter(({ direction }) => direction !== "inbound");
    expect(onPhone().map(({ body, media }) => [body, media])).toEqual([
      ["", 1],
      ["And the menu", 2],
      ["Until six", 0],
    ]);
    const [first, second] = onPhone().map(({ sid }) => here.sandbox.phones.media(sid));
    const kinds = second?.map(({ contentType }) => contentType);
    expect(first?.map(({ base64: bytes }) => bytes)).toEqual([shop.content]);
    expect(kinds).toEqual(["application/pdf", "image/png"]);
    await here.passUntil("who answered, with what", () =>
      shown(here.card() as MessageView).includes("Until six"),
    );

    const sums = write("Prices", [sheet]);
    await until("the question", () =>
      here.told(scene.ben).some((line) => line.includes("prices.xls is of a kind")),
    );
    await here.choose(scene.ben, "Send text only");
    await here.passUntil("the words alone", () => here.marks(sums).includes("white_check_mark"));
    expect(onPhone().at(-1)).toMatchObject({ body: "Prices", media: 0 });
    expect(here.told(scene.ben).filter((line) => line.includes("made smaller"))).toEqual([]);
  });
});

it("is shown once though the app is killed before it hears that Slack has shared it", async () => {
  const site = await createSite();
  onTestFinished(() => site.stop());
  const { control } = site.sandbox.slack;
  const run = async () => {
    const running = site.run(["start"]);
    await until("it is up", () => running.out().includes("Threadline is up"));
    return running;
  };
  control.misbehave({
    match: { method: "files.completeUploadExternal" },
    kind: "delay",
    when: "after",
    ms: 60_000,
  });
  const first = await run();
  await site.sandbox.twilio.control.text({
    from: scene.maria,
    to: scene.line,
    body: "Look",
    media: [picture],
  });
  await until("it is shared", () => control.files().length === 1);
  first.signal("SIGKILL");
  await first.ended;
  const second = await run();
  await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "And?" });
  const all = () => control.messages(scene.channel).flatMap(({ ts }) => control.thread(scene.channel, ts));
  await until("what came later", () => all().some((message) => shown(message).includes("And?")));
  expect(control.files()).toHaveLength(1);
  second.signal("SIGTERM");
  await second.ended;
});
