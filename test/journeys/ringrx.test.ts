/** A clinic's day on RingRx: two lines, each with its own login; texts are accepted, and nobody is ever told more of them. */
import { afterEach, describe, expect, it } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let logged = "";
afterEach(() => world.stop());

const accepted = "arrow_upper_right";
const begin = async (options: Partial<WorldOptions> = {}) => {
  logged = "";
  const log = {
    write(line: string) {
      logged += line;
    },
  };
  world = await createWorld({ carrier: "ringrx", log, ...options });
};
const ringrx = () => world.sandbox.ringrx.control;
const sends = () =>
  ringrx()
    .calls()
    .filter(({ path }) => path === "/messaging/send_message");
const onPhone = (number: string) =>
  ringrx()
    .phone(number)
    .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived)
    .map(({ from, body }) => `${from}: ${body}`);
const isMarked = (ts: string, mark: string) => () => world.marks(ts).includes(mark);

describe("a line at RingRx", () => {
  it("has its texts in and its replies out, accepted and never more, while its token ends", async () => {
    await begin();
    const card = await world.opened('Is "Dr. Ruiz" in today?\nI hope so');
    const first = world.reply(scene.ben, card, "Yes, until 6 & tomorrow + Friday");
    await until("accepted", isMarked(first, accepted));

    ringrx().expireTokens();
    const second = world.reply(scene.ben, card, "Bring your insurance card");
    await until("accepted with another token", isMarked(second, accepted));
    expect(sends().map(({ status }) => status)).toEqual([200, 401, 200]);

    await world.pass(3_700_000);
    const third = world.reply(scene.ben, card, "See you then");
    await until("accepted an hour later", isMarked(third, accepted));
    await world.settle();
    expect(sends().map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    expect(world.received()).toEqual([
      "Yes, until 6 & tomorrow + Friday",
      "Bring your insurance card",
      "See you then",
    ]);
    for (const ts of [first, second, third]) expect(world.marks(ts)).toEqual([accepted]);
  });

  it("names a picture that came as one that could not be received, and asks about one that was to leave", async () => {
    await begin();
    const card = await world.opened("Look at this");
    await world.text("", scene.maria, { media: [{ contentType: "image/jpeg", base64: "/9j/" }] });
    await until("the picture's line", () =>
      world.thread(card).some((line) => shown(line).includes("sent a picture, which could not be received")),
    );
    expect(world.thread(card).flatMap(({ files }) => files)).toEqual([]);

    const { ts } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "The form",
      threadTs: card.ts,
      files: [{ name: "form.png", mimetype: "image/png", content: "iVBORw0KGgo=" }],
    });
    await until("asked", () => world.offered(scene.ben).includes("Send text only"));
    expect(world.told(scene.ben).join()).toContain("the line can't carry files");
    expect(sends()).toEqual([]);
    await world.choose(scene.ben, "Send text only");
    await until("accepted", isMarked(ts, accepted));
    expect(world.received()).toEqual(["The form"]);
  });

  it("shows a callback that comes twice or late once, and a voicemail not at all", async () => {
    await begin();
    const card = await world.opened("Hello");
    ringrx().misbehave({ match: "callback", kind: "duplicate" });
    await world.text("Are you there?");
    ringrx().misbehave({ match: "callback", kind: "reorder" });
    await world.text("one");
    await world.text("two");
    ringrx().putCallback({
      name: "Voicemail",
      type: "voicemail",
      url: ringrx().deliveries()[0]?.url ?? "",
      basicAuth: { username: "threadline", password: "stand-in-password" },
      payload: '{ "type": "{{type}}", "from": "{{from}}", "to": "{{to}}", "text": "{{message}}" }',
    });
    await ringrx().happen("voicemail", scene.line, scene.maria);
    expect(ringrx().deliveries().at(-1)?.attempts).toEqual([200]);
    await until("all", () => world.texts(card).length === 4);
    await world.settle();
    expect(world.texts(card).toSorted()).toEqual(["Are you there?", "Hello", "one", "two"]);
  });

  it("asks its author where an answer was lost, and sends nothing twice", async () => {
    await begin();
    const card = await world.opened("Can I come at 3?");
    ringrx().misbehave({ match: "send", kind: "dropAnswer" });
    const lost = world.reply(scene.ben, card, "Three is fine, see you");
    await until("it is unknown", isMarked(lost, "question"));
    await world.pass(3_600_000);
    await world.settle();
    expect(world.received()).toEqual(["Three is fine, see you"]);
    expect(sends()).toHaveLength(1);
    expect(world.marks(lost)).toEqual(["question"]);
    expect(world.lines(card).join()).toContain("It is not known whether this text left");
  });

  it("tells the author of a refusal, and takes STOP and START itself", async () => {
    await begin();
    const card = await world.opened("Hi");
    ringrx().setOutcome({ outcome: { kind: "reject" } });
    const refused = world.reply(scene.ben, card, "Hello Maria");
    await until("it failed", isMarked(refused, "warning"));
    await until("said why", () => world.lines(card).join().includes("RingRx did not take this text"));
    await world.text("STOP");
    await until("the confirmation", () => world.received().length === 1);
    const late = world.reply(scene.ben, card, "One more thing");
    await until("it stays", () => world.marks(late).length > 0);
    await world.settle();
    expect(world.received()).toHaveLength(1);
    await world.text("START");
    await until("her word", () => world.texts(card).includes("START"));
    const again = world.reply(scene.ben, card, "Good to have you back");
    await until("accepted", isMarked(again, accepted));
    expect(world.received().at(-1)).toBe("Good to have you back");
  });
});

it("two lines are two logins: each sends from its own number, and Ben's auto-reply leaves from his", async () => {
  await begin({ directLine: true, directory: demoDirectory });
  const ben = world.person(scene.ben);
  const shared = await world.opened("Are you open today?");
  await world.text("Hi Ben", scene.sam, { to: scene.directLine });
  const card = await until("the card in Ben's messages", () => ben.directCard("Sam Okafor"));
  const own = ben.repliesInDirect(card, "Hi Sam");
  const reply = world.reply(scene.ana, shared, "Until six");
  await until("both accepted", () =>
    [world.marks(reply), ben.marksInDirect(own)].every((marks) => marks.includes(accepted)),
  );
  await world.settle();
  expect(onPhone(scene.maria)).toEqual([`${scene.line}: Until six`]);
  expect(onPhone(scene.sam)).toEqual([
    `${scene.directLine}: ${scene.autoReply}`,
    `${scene.directLine}: Hi Sam`,
  ]);
  expect(new Set(sends().map(({ username }) => username))).toEqual(new Set(["frontdesk", "ben"]));
});

it("what stands in the address of a send is in no log, whatever becomes of it", async () => {
  await begin({ env: { LOG_LEVEL: "trace" } });
  const card = await world.opened("My name is Maria Lopez");
  const words = "Your results are in & all is well";
  const control = ringrx();
  const marks = { 500: "question", 400: "warning", 429: accepted } as const;
  for (const [status, mark] of Object.entries(marks)) {
    control.misbehave({ match: "send", kind: "fail", status: Number(status) });
    const ts = world.reply(scene.ben, card, `${words} ${status}`);
    await world.passUntil(`marked after ${status}`, isMarked(ts, mark));
  }
  control.misbehave({ match: "send", kind: "dropAnswer" });
  const lost = world.reply(scene.ben, card, `${words} and gone`);
  await until("lost", isMarked(lost, "question"));
  control.down(true);
  const down = world.reply(scene.ben, card, `${words} but it is down`);
  await world.passUntil("nobody listens", () => world.marks(down).length > 0);
  control.down(false);
  await world.settle();
  expect(logged).toContain("the answer to a send was lost");
  const number = scene.maria.slice(1);
  for (const secret of [words, encodeURIComponent(words).slice(0, 20), "send_message", number, "results"])
    expect(logged).not.toContain(secret);
});
