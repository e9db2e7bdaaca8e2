import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const people = { [scene.ana]: "ana", [scene.ben]: "ben", [scene.cy]: "cy" };

/** Who is notified of what `act` brings about, and why: `ben: thread`. */
async function notifiedOf(act: () => unknown): Promise<string[]> {
  await world.settle();
  const before = world.sandbox.slack.control.notifications().length;
  await act();
  await world.settle();
  const news = world.sandbox.slack.control.notifications().slice(before);
  return news.map(({ user, reason }) => `${people[user as keyof typeof people]}: ${reason}`).sort();
}

const grouped = (wish: string) =>
  sceneDirectory.replace("- { name: Front desk, ext", `- { notify: ${wish}, name: Front desk, ext`);

const { ana, ben, cy } = scene;
const mentionsOnly = (user: string) => world.sandbox.slack.control.setPreference({ user, level: "mentions" });
const away = (user: string) => world.sandbox.slack.control.setActive({ user, active: false });

describe("a new card notifies", () => {
  it.each<[string, string, () => void, string[]]>([
    ["everybody who wants to hear of all", "none", () => {}, ["ana: message", "ben: message", "cy: message"]],
    [
      "not who wants to hear of mentions alone",
      "none",
      () => mentionsOnly(cy),
      ["ana: message", "ben: message"],
    ],
    ["nobody whom nothing calls", "none", () => [ana, ben, cy].forEach(mentionsOnly), []],
    [
      "the group's members where the group wants it; they follow its thread from then on",
      "group",
      () => [ana, ben, cy].forEach(mentionsOnly),
      ["ana: mention", "ana: thread", "ben: mention", "ben: thread"],
    ],
    [
      "who is there where the group wants that",
      "here",
      () => {
        [ana, ben, cy].forEach(mentionsOnly);
        away(ana);
      },
      ["ben: here", "cy: here"],
    ],
  ])("%s (notify: %s)", async (_, wish, given, notified) => {
    world = await createWorld({ directory: grouped(wish) });
    given();
    expect(await notifiedOf(() => world.opened())).toEqual(notified);
  });
});

/** Something that happens in the conversation on this card. */
type Step = (card: MessageView) => unknown;

const texts: Step = () => world.text("hello?");
const presses = (user: string, button: string) => (card: MessageView) => world.press(user, card, button);
const writes = (user: string, words: string) => (card: MessageView) => world.reply(user, card, words);
const answers = (user: string) => writes(user, "Yes, until 6.");
const reacts = (user: string) => (card: MessageView) =>
  world.sandbox.slack.control.react({ user, channel: scene.channel, ts: card.ts, name: "eyes" });
const carrierRefuses = () =>
  world.sandbox.twilio.control.setOutcome({ outcome: { kind: "reject", code: 21610 } });
const lineBreaks = () => world.sandbox.twilio.control.misbehave({ match: "send", kind: "fail", status: 0 });
const aMinutePasses = () => world.pass(60_000);

/** What happened before, what happens now, and who is notified of that. */
const cases: readonly [string, readonly Step[], Step, readonly string[]][] = [
  ["A further text, which nobody has", [], texts, []],
  ["A further text, which Ana has taken", [presses(ana, "Take")], texts, ["ana: mention"]],
  [
    "A further text, which Ana has taken and answered",
    [presses(ana, "Take"), answers(ana)],
    texts,
    ["ana: thread"],
  ],
  ["A further text, which Ben has by his answer", [answers(ben)], texts, ["ben: thread"]],
  [
    "A further text, which Ana took over from Ben, who answered",
    [answers(ben), presses(ana, "Take")],
    texts,
    ["ana: mention", "ben: thread"],
  ],
  [
    "A further text after Ana gave it back unanswered",
    [presses(ana, "Take"), presses(ana, "Release")],
    texts,
    ["ana: thread"],
  ],
  ["Ana takes it", [], presses(ana, "Take"), ["ana: mention"]],
  ["Ana takes it over from Ben", [answers(ben)], presses(ana, "Take"), ["ana: mention", "ben: thread"]],
  ["Ben answers, and has it", [], answers(ben), []],
  ["Ben answers where Ana answered before", [answers(ana)], answers(ben), ["ana: thread"]],
  ["Ben writes a note where nobody else wrote", [], writes(ben, "note: who was it?"), []],
  ["Ben mentions Ana in a note", [], writes(ben, `note: <@${ana}>?`), ["ana: mention"]],
  ["Ben's answer is delivered, and marked so", [answers(ben)], aMinutePasses, []],
  ["Ben's answer is refused by the carrier", [carrierRefuses], answers(ben), ["ben: mention"]],
  ["Nobody knows whether Ben's answer left", [lineBreaks], answers(ben), ["ben: mention"]],
  ["Cy, who may not, answers", [], answers(cy), []],
  ["Ben gives it back", [answers(ben)], presses(ben, "Release"), []],
  ["Ana resolves what Ben answered", [answers(ben)], presses(ana, "Resolve"), []],
  [
    "Ana reopens what Ben answered",
    [answers(ben), presses(ana, "Resolve")],
    presses(ana, "Reopen"),
    ["ana: mention", "ben: thread"],
  ],
  ["Somebody reacts to the card", [], reacts(ana), []],
];

describe("who is notified", () => {
  it.each(cases)("%s", async (_, before, now, notified) => {
    world = await createWorld();
    const card = await world.opened();
    for (const step of before) {
      await step(card);
      await world.settle();
    }
    expect(await notifiedOf(() => now(card))).toEqual(notified);
  });
});

describe("whoever the app posts for", () => {
  it("is mentioned once, so that they follow the thread", async () => {
    world = await createWorld();
    const first = await world.opened();
    await world.press(ana, first, "Resolve");
    await world.settle();
    const second = await world.opened("again");
    world.reply(ben, first, "from the old thread");
    expect(await notifiedOf(() => world.choose(ben, "Send in the open thread"))).toEqual(["ben: mention"]);
    expect(world.sandbox.slack.control.followers(scene.channel, second.ts)).toEqual([ben]);
    expect(await notifiedOf(() => world.text("and now?"))).toContain("ben: mention");
  });
});

describe("the reminder", () => {
  const reminders = () =>
    world.sandbox.slack.control
      .messages(scene.channel)
      .filter(({ text }) => text.includes(" waiting, oldest "));

  it("puts one line at the channel's end, with links and no customer's words, and takes it away when they are answered", async () => {
    world = await createWorld({ env: { REMIND_MINUTES: "10" } });
    const maria = await world.opened("secret words");
    await world.pass(9 * 60_000);
    expect(reminders()).toEqual([]);
    await world.pass(2 * 60_000);
    await until("one line", () => reminders().length === 1);
    const [line] = reminders();
    expect(line && shown(line)).toContain("1 waiting, oldest 11 min");
    expect(line && shown(line)).toContain(maria.ts.replace(".", ""));
    expect(line && shown(line)).not.toContain("secret");

    const sam = await world.opened("more secrets", scene.sam);
    await world.pass(11 * 60_000);
    await until(
      "both in one line",
      () => reminders().length === 1 && reminders()[0]?.text.startsWith("2 waiting"),
    );
    expect(world.sandbox.slack.control.messages(scene.channel).at(-1)?.ts).toBe(reminders()[0]?.ts);

    world.reply(scene.ben, maria, "Here we are");
    world.reply(scene.ben, sam, "Here we are");
    await world.quiet();
    await world.pass(60_000);
    await until("no line", () => reminders().length === 0);
  });

  it("is not repeated while the same people wait", async () => {
    world = await createWorld({ env: { REMIND_MINUTES: "10" } });
    await world.opened();
    await world.pass(11 * 60_000);
    await until("one line", () => reminders().length === 1);
    const before = world.sandbox.slack.control.notifications().length;
    const [line] = reminders();
    await world.pass(5 * 60_000);
    await until("it grew older", () => reminders()[0]?.text.includes("16 min"));
    expect(reminders()[0]?.ts).toBe(line?.ts);
    expect(world.sandbox.slack.control.notifications()).toHaveLength(before);
  });
});
