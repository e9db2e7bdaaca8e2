/** A member begins a text from Slack: by the form, and by a command. */
import { afterEach, describe, expect, it } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import { describeModes } from "./modes.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const stranger = "+15550199077";
const { ana, ben, cy, maria } = scene;

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
}

const control = () => world.sandbox.slack.control;
/** Opens the form as somebody, with what is typed behind the command. */
async function opens(user: string, typed = "") {
  const person = world.person(user);
  await person.types(`/sms ${typed}`, scene.channel);
  await person.waitsForModal("text.new");
  return person;
}
const told = (user: string, words: string) =>
  until(words, () => world.told(user).findLast((one) => one.includes(words)));
const arrives = (text: string, phone: string = stranger) =>
  until(`“${text}” on the phone`, () => world.received(phone).includes(text));
const said = (word: string, text: string) =>
  until(`“${text}” in the thread`, () => {
    const card = world.card(word);
    return card !== undefined && world.thread(card).find((one) => shown(one).includes(text));
  });

describeModes("over %s, a text", (mode, inTurn) => {
  inTurn(
    "begins in the form, reaches the phone once, and stands in a thread under its author's name",
    async () => {
      await begin({ mode });
      const person = await opens(ana);
      await person.choosesInModal("recipients", "555 019 9077", "9077");
      await person.fillsIn("text", "Your table is ready :tada:");
      expect(await person.submits()).toMatchObject({ action: "closed" });
      await arrives("Your table is ready 🎉");
      expect((await said("019-9077", "Your table is ready")).username).toBe("Ana Reyes");
      expect(world.received(stranger)).toHaveLength(1);
    },
  );

  inTurn("is sent at once by a command, to whom there were texts before", async () => {
    await begin({ mode });
    await world.opened();
    await world.person(ana).types("/sms (555) 019-9001 late & sorry <3", scene.channel);
    await arrives("late & sorry <3", maria);
    await told(ana, "Your text to Maria Lopez (…9001) stands in");
    expect(world.cards()).toHaveLength(1);
    expect(control().views(ana)).toEqual([]);
  });

  inTurn("to somebody new is not sent by a command: it fills in the form", async () => {
    await begin({ mode });
    const person = await opens(ana, "+1 555 019 9077 running late");
    expect(person.fieldInModal("recipients")).toEqual(["(555) 019-9077"]);
    expect(person.fieldInModal("text")).toBe("running late");
    await world.quiet();
    expect(world.received(stranger)).toEqual([]);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("running late");
  });

  inTurn("begins by the shortcut, too", async () => {
    await begin({ mode });
    const person = world.person(ana);
    await person.opensShortcut("text.new");
    await person.waitsForModal("text.new");
    expect(person.fieldInModal("recipients")).toEqual([]);
    expect(person.seesInModal()).toContain("From Front desk, (555) 010-0001");
    await person.choosesInModal("recipients", "555 019 9077", "9077");
    await person.fillsIn("text", "Hello");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Hello");
  });

  it("whose form comes too late is not lost without a word", async () => {
    await begin({ mode });
    control().misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await world.person(ana).types("/sms +1 555 019 9077 running late", scene.channel);
    await told(ana, "type it again");
    expect(world.received(stranger)).toEqual([]);
  });
});

describe("the form", () => {
  it("finds contacts by name or digits, colleagues, groups, and the number itself", async () => {
    await begin();
    await world.opened();
    const person = await opens(ana);
    expect(await person.searchesInModal("recipients", "mari")).toEqual(["Maria Lopez, (555) 019-9001"]);
    expect(await person.searchesInModal("recipients", "9001")).toContain("Maria Lopez, (555) 019-9001");
    expect(await person.searchesInModal("recipients", "ben")).toEqual(["Ben Ito (ben, 102)"]);
    expect(await person.searchesInModal("recipients", "102")).toContain("Ben Ito (ben, 102)");
    expect(await person.searchesInModal("recipients", "front")).toEqual(["Front desk (200), 2 people"]);
    expect(await person.searchesInModal("recipients", "(555) 019-9077")).toEqual(["(555) 019-9077"]);
    expect(await person.searchesInModal("recipients", "nobody at all")).toEqual([]);
  });

  it("that is submitted twice sends once", async () => {
    await begin();
    const person = await opens(ana, "+1 555 019 9077 running late");
    await Promise.allSettled([person.submits(), person.submits()]);
    await arrives("running late");
    await world.settle();
    expect(world.received(stranger)).toEqual(["running late"]);
  });

  it("says how many segments a text takes and what makes it more, and makes it plain", async () => {
    await begin();
    const person = await opens(ana, `+1 555 019 9077 ${"x".repeat(150)} it’s`);
    await person.pressesInModal("Check");
    await until("the count", () => person.seesInModal().includes("155 characters, 3 segments."));
    expect(person.seesInModal()).toContain("’ (curly apostrophe) makes it 3 segments instead of 1");
    await person.pressesInModal("Use plain punctuation");
    await until("the plain words", () => person.fieldInModal("text") === `${"x".repeat(150)} it's`);
    expect(person.seesInModal()).toContain("155 characters, 1 segment.");
    expect(person.seesInModal()).toContain('"block_id":"text:2"');
    expect(person.fieldInModal("recipients")).toEqual(["(555) 019-9077"]);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives(`${"x".repeat(150)} it's`);
  });

  it("says that Slack did not show what came of a press, on top of what is typed, and shows it at the next", async () => {
    await begin();
    const person = await opens(ana, "+1 555 019 9077 running late");
    const match = { method: "views.update" };
    world.sandbox.slack.control.misbehave({ match, kind: "fail", error: "invalid_arguments" });
    await person.pressesInModal("Check");
    await until("the words", () => person.seesInModal().includes("Slack did not show what came of it"));
    await person.closesModal();
    expect(person.fieldInModal("text")).toBe("running late");
    await person.pressesInModal("Check");
    await until("the count", () => person.seesInModal().includes("1 segment"));
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("running late");
  });

  it("asks before it sends what looks meant for the team, and sends it when it is submitted again", async () => {
    await begin({ env: { INSIDE_WORDS: "fyi" } });
    const person = await opens(ana, "+1 555 019 9077 FYI the table is ready");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.seesInModal()).toContain(
      "begins with a word with which you begin what is meant for the team",
    );
    await person.fillsIn("text", "fyi: see https://acme.slack.com/archives/C1/p1");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.seesInModal()).toContain("links into Slack");
    await world.quiet();
    expect(world.received(stranger)).toEqual([]);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("fyi: see https://acme.slack.com/archives/C1/p1");
  });

  it("never sends a note to the team", async () => {
    await begin();
    const person = await opens(ana, "+1 555 019 9077 -- call her back");
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().text).toContain("like a note to the team");
  });

  it.each([
    ["12345", "is a short code"],
    ["1234567890123456", "is too long for a phone number"],
    ["911", "is an emergency number"],
    [scene.line, "own lines"],
  ])("says at its field what is wrong with %s", async (typed, words) => {
    await begin();
    const person = await opens(ana);
    await person.choosesInModal("recipients", typed, "");
    await person.fillsIn("text", "Hello");
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().recipients).toContain(words);
    expect(person.fieldInModal("text")).toBe("Hello");
  });

  it("says at its field that there is no text, that it is too long, and that the time is over", async () => {
    await begin();
    const person = await opens(ana, "+1 555 019 9077");
    await person.fillsIn("text", " \u200b ");
    await person.submits();
    expect(person.errorsInModal().text).toBeTruthy();
    await person.fillsIn("text", "x".repeat(1_601));
    await person.submits();
    expect(person.errorsInModal().text).toMatch(/1,?601/);
    await person.fillsIn("text", "Hello");
    await person.fillsIn("when", String(Math.floor(world.now() / 1000) - 3_600));
    await person.submits();
    expect(person.errorsInModal().when).toContain("over");
    expect(world.cards()).toEqual([]);
  });

  it("refuses who opted out while it was open, and keeps the words", async () => {
    await begin();
    await world.opened();
    const person = await opens(ana);
    await person.choosesInModal("recipients", "Maria");
    await person.fillsIn("text", "Your table is ready");
    await world.text("STOP");
    await until("the opt-out", () => world.cards().some((card) => shown(card).includes("opted out")));
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().recipients).toContain("opted out");
    expect(person.fieldInModal("text")).toBe("Your table is ready");
  });

  it("leaves from the line that the form named, or not: the directory may have changed since it was opened", async () => {
    await begin();
    const person = await opens(ana, "+1 555 019 9077 Hello");
    const own = demoDirectory
      .replace('sms_extension: "102"', 'sms_extension: "101"')
      .replace("name: Ana Reyes }", `name: Ana Reyes, outbound_line: "${scene.directLine}" }`)
      .replace(/, outbound_line: "[^"]*", auto_reply: .*/, " }");
    await world.writeDirectory(own);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Hello");
    const [left] = world.sandbox.twilio.control.phone(stranger).messages;
    expect(left?.from).toBe(scene.line);
    const other = await opens(ben, "+1 555 019 9078 Hello again");
    await world.writeDirectory(
      own
        .replace("members: [ana, ben]", "members: [ana]")
        .replace("name: Ben Ito }", `name: Ben Ito, outbound_line: "${scene.directLine}" }`),
    );
    expect(await other.submits()).toMatchObject({ action: "updated" });
    expect(other.seesInModal()).toContain("You may not begin texts from this line");
    expect(other.seesInModal()).toContain("Ben's number");
    expect(await other.submits()).toMatchObject({ action: "closed" });
    await told(ben, "019-9078");
  });

  it("is answered in words to who is not in the directory", async () => {
    await begin();
    await world.person(cy).types("/sms", scene.channel);
    await told(cy, "not in Threadline");
    const person = world.person(cy);
    expect(control().views(cy)).toEqual([]);
    expect(person.modal()).toBeNull();
  });
});

describeModes("a text to a colleague, over %s,", (mode, inTurn) => {
  inTurn("is written to them in Slack by a command or the form, and touches no phone", async () => {
    await begin({ mode });
    await until("Ben is looked up", () => control().requestCount("users.lookupByEmail") > 0);
    await world.quiet();
    await world.person(ana).types("/sms ben can you take line 2?", scene.channel);
    await told(ana, "Written to Ben Ito");
    const group = () => world.person(ana).groupWith(ben);
    await until("the words", () =>
      group()
        ?.sees()
        .some((one) => shown(one).includes("can you take line 2?")),
    );
    const person = await opens(ana, "102");
    expect(person.fieldInModal("recipients")).toEqual(["Ben Ito (ben, 102)"]);
    await person.fillsIn("text", "Or line 3?");
    await person.fillsIn("when", String(Math.floor(world.now() / 1000) + 3_600));
    await person.submits();
    expect(person.errorsInModal().when).toContain("at once");
    await control().closeView({ user: ana });
    const again = await opens(ana, "102");
    await again.fillsIn("text", "Or line 3?");
    expect(await again.submits()).toMatchObject({ action: "closed" });
    await until("the words", () =>
      group()
        ?.sees()
        .some((one) => shown(one).includes("Or line 3?")),
    );
    expect(world.cards()).toEqual([]);
  });
});

describeModes("a text to several, over %s,", (mode, inTurn) => {
  inTurn(
    "says whom it reaches before any of it leaves, and reaches each of them once, however they are named",
    async () => {
      await begin({ mode });
      await world.opened();
      const person = await opens(ana, `${stranger}, (555) 019-9077 Closed tomorrow`);
      await person.choosesInModal("recipients", "Maria");
      await person.choosesInModal("recipients", "5550199001", "9001");
      await person.choosesInModal("recipients", "front", "Front desk");
      expect(await person.submits()).toMatchObject({ action: "updated" });
      expect(person.seesInModal()).toContain("3 people get it, each a message of their own. It begins now.");
      await world.quiet();
      expect(world.received(stranger)).toEqual([]);
      expect(await person.submits()).toMatchObject({ action: "closed" });
      await world.settle();
      expect(world.received(stranger)).toEqual(["Closed tomorrow"]);
      expect(world.received(maria)).toEqual(["Closed tomorrow"]);
      await until("Ben reads it", () =>
        world
          .person(ana)
          .groupWith(ben)
          ?.sees()
          .some((one) => shown(one).includes("Closed tomorrow")),
      );
    },
  );

  inTurn("asks again when something of it was changed", async () => {
    await begin({ mode });
    const person = await opens(ana, `${stranger}, ${maria} Closed tomorrow`);
    expect(await person.submits()).toMatchObject({ action: "updated" });
    await person.fillsIn("text", "Closed today");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.settle();
    expect(world.received(stranger)).toEqual(["Closed today"]);
  });

  inTurn("is refused at its field where it is for more people than a list may have", async () => {
    await begin({ mode, env: { LIST_LIMIT: "1" } });
    const person = await opens(ana, `${stranger}, ${maria} Closed tomorrow`);
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().recipients).toContain("at most");
  });
});

describeModes("a text with a time, over %s,", (mode, inTurn) => {
  inTurn("waits for it, and is sent then", async () => {
    await begin({ mode });
    const person = await opens(ana, "+1 555 019 9077 See you tomorrow");
    const at = Math.floor(world.now() / 1000) + 3_600;
    await person.fillsIn("when", String(at));
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await said("019-9077", "See you tomorrow");
    expect(world.received(stranger)).toEqual([]);
    await world.pass(3_601_000);
    await arrives("See you tomorrow");
  });

  inTurn("at which it is night there is offered the morning instead, and keeps the words", async () => {
    await begin({ mode, env: { QUIET_HOURS: "8-21" } });
    const person = await opens(ana, "+1 555 019 9077 See you");
    await person.fillsIn("when", String(Date.parse("2031-07-01T07:30:00Z") / 1000));
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.fieldInModal("when")).toBe(String(Date.parse("2031-07-01T12:00:00Z") / 1000));
    expect(person.seesInModal()).toContain("there then");
    expect(person.seesInModal()).toContain('"block_id":"when:2"');
    expect(person.fieldInModal("text")).toBe("See you");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await said("019-9077", "See you");
  });

  inTurn("in the hour that the clocks double says which of the two it is", async () => {
    await begin({ mode });
    const person = await opens(ana, "+1 555 019 9077 See you");
    // Half past one, the second time, on the next such night.
    const at = Date.parse("2031-11-02T06:30:00Z") / 1000;
    await person.fillsIn("when", String(at));
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.seesInModal()).toContain("1:30 AM comes twice that night");
    expect(person.seesInModal()).toContain("the second of the two");
    expect(await person.submits()).toMatchObject({ action: "closed" });
  });
});

describe("a command", () => {
  it("that begins with nothing known is named, with an example, and opens nothing", async () => {
    await begin();
    await world.person(ana).types("/sms Maria running late", scene.channel);
    const words = await told(ana, "“Maria” is no number, extension or username");
    expect(words).toContain("/sms +1 555 010 0123 running late");
    expect(control().views(ana)).toEqual([]);
  });

  it("explains itself in five lines", async () => {
    await begin();
    await world.person(ana).types("/sms help", scene.channel);
    const words = await told(ana, "/sms opens a form");
    expect(words.split("\n").filter((line) => line.startsWith("/sms"))).toHaveLength(5);
  });
});

describe("until it leaves", () => {
  it("its author changes it in a form that counts segments as well", async () => {
    await begin({ env: { HOLD_SECONDS: "60" } });
    const person = await opens(ana, "+1 555 019 9077 runing late");
    await person.submits();
    const post = await said("019-9077", "runing late");
    await world.quiet();
    await control().press({ user: ana, channel: scene.channel, ts: post.ts, actionId: "text.edit" });
    await person.waitsForModal("text.edit");
    expect(person.fieldInModal("text")).toBe("runing late");
    await person.fillsIn("text", "running late…");
    await person.pressesInModal("Check");
    await until("the count", () => person.seesInModal().includes("13 characters, 1 segment."));
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await said("019-9077", "running late…");
    await world.pass(61_000);
    await arrives("running late…");
    expect(world.received(stranger)).toEqual(["running late…"]);
  });

  it("no edit makes it a note, and one that looks meant for the team is asked about", async () => {
    await begin({ env: { HOLD_SECONDS: "60" } });
    const person = await opens(ana, "+1 555 019 9077 running late");
    await person.submits();
    const post = await said("019-9077", "running late");
    await world.quiet();
    await control().press({ user: ana, channel: scene.channel, ts: post.ts, actionId: "text.edit" });
    await person.waitsForModal("text.edit");
    await person.fillsIn("text", "-- she is late");
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().text).toContain("like a note to the team");
    await person.fillsIn("text", "internal: she is late");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await said("019-9077", "internal: she is late");
  });

  it("its author cancels it, and nobody else changes it", async () => {
    await begin({ env: { HOLD_SECONDS: "60" } });
    const person = await opens(ana, "+1 555 019 9077 running late");
    await person.submits();
    const post = await said("019-9077", "running late");
    await world.quiet();
    const press = (user: string, actionId: string) =>
      control().press({ user, channel: scene.channel, ts: post.ts, actionId });
    await press(ben, "text.edit");
    await told(ben, "Only whoever began this text can change it");
    await press(ana, "text.cancel");
    await told(ana, "Cancelled. It will not be sent");
    await world.pass(61_000);
    await world.settle();
    expect(world.received(stranger)).toEqual([]);
  });
});
