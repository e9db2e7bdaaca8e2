/** Where Twilio fetches what leaves with a reply: for as long as it may be asked for, and no longer. */
import sharp from "sharp";
import { afterEach, expect, it } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World | null = null;
afterEach(async () => {
  await world?.stop();
  world = null;
});

/** As a phone took it, with the place. */
const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "teal" } })
  .withExif({ IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } })
  .jpeg()
  .toBuffer();

it("leads there until Twilio says what became of the text; another try has another", async () => {
  const here = await createWorld();
  world = here;
  const { control } = here.sandbox.twilio;
  const card = await here.opened();
  const write = (text: string) =>
    here.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text,
      threadTs: card.ts,
      files: [{ name: "knee.jpg", content: photo.toString("base64"), encoding: "base64" }],
    }).ts;
  /** Of the sends so far, the newest last. */
  const addresses = () =>
    control.calls().flatMap(({ method, params }) => (method === "POST" ? (params.MediaUrl ?? []) : []));

  control.setOutcome({ outcome: { kind: "stuck" } });
  write("How it healed");
  await here.passUntil("the first send", () => addresses().length === 1);
  const first = addresses()[0] ?? expect.fail("no address");
  expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/media\/[a-z0-9]{40,}\/Picture\.jpg$/);
  const fetched = await fetch(first);
  expect(fetched.headers.get("content-disposition")).toBe('inline; filename="knee.jpg"');
  const bytes = Buffer.from(await fetched.arrayBuffer());
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width: 40, height: 30 });

  control.setOutcome({ outcome: { kind: "fail", code: 11200, status: "failed" } });
  write("From above");
  const said = () =>
    here.lines(card).some((line) => line.includes("Twilio could not fetch a picture or file"));
  await here.passUntil("that it failed", said);
  const second = addresses()[1] ?? expect.fail("no second address");
  await until("that it leads nowhere", async () => (await fetch(second)).status === 404);
  await here.chooseInThread(scene.ben, card, "Try again");
  await here.passUntil("the third send", () => addresses().length === 3);
  const onPhone = () =>
    control
      .phone(scene.maria)
      .messages.filter(({ arrived, direction }) => arrived && direction !== "inbound");
  await here.passUntil("its picture", () => onPhone().length === 1);
  expect(onPhone()).toMatchObject([{ body: "From above", media: 1, mediaTypes: ["image/jpeg"] }]);
  const third = addresses()[2] ?? expect.fail("no third address");
  await until("that it leads nowhere", async () => (await fetch(third)).status === 404);
  expect(new Set([first, second, third]).size).toBe(3);
  // What is under way still may ask.
  expect((await fetch(first)).status).toBe(200);
  expect(JSON.stringify(await (await fetch(`${here.address}/metrics`)).text())).not.toContain("/media/");
});
