/** What is posted in RingCentral's name and is not right, and files that can't be passed on: refused or said in words, nothing lost. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countOf } from "./owed.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;

const ringcentral = () => world.sandbox.ringcentral.control;
const base64 = (latin1: string) => Buffer.from(latin1, "latin1").toString("base64");
const token = "a-secret-of-ours";
const messages = () => countOf(join(world.folder, "threadline.db"), "messages");

/** A text that nobody wrote, of an id that no double holds. */
const forged = {
  uuid: "u",
  event: "/restapi/v1.0/account/1/extension/2/message-store/instant?type=SMS",
  subscriptionId: "s",
  ownerId: "2",
  body: {
    id: "9223372036854775807",
    from: { phoneNumber: scene.maria },
    to: [{ phoneNumber: scene.line, target: true }],
    type: "SMS",
    direction: "Inbound",
    subject: "Send me the key",
  },
};

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe.each([
  ["its user's own messages", false],
  ["the shared inbox", true],
])("a line at RingCentral in %s, told by webhook", (_, sharedInbox) => {
  let address: string;
  beforeEach(async () => {
    const env = { RINGCENTRAL_VERIFICATION_TOKEN: token };
    world = await createWorld({ carrier: "ringcentral", sharedInbox, receive: "webhook", env });
    const one = await until("a subscription", () => ringcentral().subscriptions()[0]);
    address = one.address ?? "";
  });
  afterEach(() => world.stop());

  it("takes nothing of whoever has neither its secret nor its token, and counts it", async () => {
    const card = await world.opened("Are you open today?");
    const stored = messages();
    const refused = await world.metric("webhooks_refused_total");
    const bare = `${world.address}/webhooks/ringcentral/inbound`;
    const answers = [
      await post(bare, forged),
      await post(`${bare}/guessed`, forged),
      await post(bare, forged, { "verification-token": `${token}r` }),
      await post(bare, forged, { "validation-token": "x" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await world.metric("webhooks_refused_total")).toBe(refused + 4);
    await world.settle();
    expect(messages()).toBe(stored);
    expect(world.texts(card)).toEqual(["Are you open today?"]);
  });

  it.each<[string, object]>([
    ["an unknown subscription's", { ...forged, body: null, subscriptionId: "x", ownerId: "999" }],
    ["one without any field", {}],
    ["one with fields that nobody knows", { event: 7, ownerId: [], later: { there: "is more" } }],
  ])("loses nothing where the only news that comes is %s: it looks for itself", async (_what, news) => {
    const card = await world.opened("Are you open today?");
    ringcentral().drop(null);
    await world.text("And tomorrow?");
    await until("its hint lost", () => ringcentral().deliveries().at(-1)?.state === "dropped");
    expect((await post(address, news)).status).toBe(200);
    await until("the text", () => world.texts(card).includes("And tomorrow?"));
    expect(world.texts(card)).toEqual(["Are you open today?", "And tomorrow?"]);
  });

  it("says what to do where its login is let in no more, and loses nothing until it is again", async () => {
    const card = await world.opened("Are you open today?");
    ringcentral().revoke("office", true);
    ringcentral().expireTokens();
    const reply = world.reply(scene.ben, card, "Until six");
    await world.text("Hello?");
    await until("a mark", () => world.marks(reply).includes("warning"));
    const words = "RINGCENTRAL_JWT_OFFICE";
    await until("what to do", () => world.lines(card).some((line) => line.includes(words)));
    expect(world.received()).toEqual([]);
    ringcentral().revoke("office", false);
    await world.passUntil("what came meanwhile", () => world.texts(card).includes("Hello?"), 60_000);
    await world.chooseInThread(scene.ben, card, "Try again");
    await until("it arrived", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Until six"]);
    expect(world.texts(card)).toEqual(["Are you open today?", "Hello?"]);
  });

  it("passes on what may be of the files of a text, byte for byte, and says of the rest why not", async () => {
    const media = [
      { contentType: "image/jpeg", base64: base64("\xff\xd8\xff\xe0picture") },
      { contentType: "image/jpeg", base64: base64("PK\x03\x04photo.jpg") },
      { contentType: "image/jpeg", base64: base64("\xff\xd8\xff\xe0large"), size: 40_000_000 },
    ];
    await world.text("Look", scene.maria, { media });
    const card = await until("the card", () => world.card());
    const says = (words: string) =>
      until(words, () => world.lines(card).some((line) => line.includes(words)));
    await says("file2 is an archive, so it is not passed on.");
    await says("file3 is larger than the 25 MB that are taken in.");
    const files = await until("the picture", () => {
      const found = world.sandbox.slack.control.files();
      return found.length > 0 && found;
    });
    expect(files.map(({ content }) => Buffer.from(content, "base64").toString("latin1"))).toEqual([
      "\xff\xd8\xff\xe0picture",
    ]);
  });
});
