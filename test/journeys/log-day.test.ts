/** A member's own conversations in the CRM, a record a day by the member's clock, whatever happens to the app or to the CRM. */
import { afterEach, describe, expect, it } from "vitest";
import { localDay } from "../../src/domain/local-day.ts";
import { beginOf, dayAfter } from "../../src/domain/local-midnight.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { Person } from "./person.ts";
import { loggedOf } from "./record-words.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const benLine = "+15550100003";
const newYork = "America/New_York";
const minute = 60_000;

const directory = (ben: string) => `time_zone: ${newYork}
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${benLine}", name: Ben direct, carrier: twilio, sms_extension: ben }
members:
  - { username: ana, slack: ${scene.ana}, role: manager, name: Ana Reyes }
  - { username: ben, slack: ${scene.ben}, name: Ben Ito, outbound_line: "${benLine}"${ben} }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}" }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
`;

async function start(ben = "", options: WorldOptions = {}): Promise<Person> {
  world = await createWorld({ directory: directory(ben), crm: "hubspot", ...options });
  const smsUrl = `${world.address}/webhooks/twilio/inbound`;
  world.sandbox.twilio.control.addNumber({ number: benLine, smsUrl });
  return world.person(scene.ben);
}

const crm = () => {
  const found = world.sandbox.crm;
  if (found === null) throw new Error("there is no CRM");
  return found.control;
};
const records = () => crm().records();
const textBen = (body: string, from: string = scene.maria) => world.text(body, from, { to: benLine });

async function cardOf(person: Person, body: string): Promise<MessageView> {
  return await until(`${body} in its thread`, () => {
    const card = person.directCard();
    return card !== undefined && person.directTexts(card).includes(body) ? card : undefined;
  });
}

/** Five minutes before midnight on that clock: the day that ends then, and the one that begins. */
async function beforeMidnight(zone: string): Promise<readonly [string, string]> {
  const day = localDay(world.now(), zone);
  const next = dayAfter(day);
  const left = beginOf(next, zone) - 5 * minute - world.now();
  if (left >= 0) {
    await world.pass(left);
    return [day, next];
  }
  await world.pass(beginOf(dayAfter(next), zone) - 5 * minute - world.now());
  return [next, dayAfter(next)];
}

/** The words of each day, in order; no record says anything but our rows. */
async function expectDays(expected: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const last = Object.values(expected).flat();
  await until("all logged", async () => {
    await world.pass(minute);
    const all = records()
      .map(({ body }) => body)
      .join();
    return last.every((words) => all.includes(words));
  });
  await world.settle();
  const logged = await loggedOf(world.folder, records());
  for (const { stands, told } of logged) expect(stands).toBe(told);
  const days = logged.map(({ key, stands }) => {
    const said = last.filter((words) => stands.includes(words));
    return [key.split(":").at(-1), said.sort((one, other) => stands.indexOf(one) - stands.indexOf(other))];
  });
  expect(Object.fromEntries(days)).toEqual(expected);
  expect(days).toHaveLength(Object.keys(expected).length);
}

describe("a direct conversation across midnight", () => {
  it.each([
    ["the directory's zone", "", newYork],
    ["its member's zone", ", time_zone: Asia/Tokyo", "Asia/Tokyo"],
  ])("has a record for either day, by the clock of %s", async (_, ben, zone) => {
    const person = await start(ben);
    const [day, next] = await beforeMidnight(zone);
    await textBen("Are you still up?");
    const card = await cardOf(person, "Are you still up?");
    person.repliesInDirect(card, "For five minutes.");
    await until("sent", () => world.received().includes("For five minutes."));
    await world.pass(6 * minute);
    await textBen("Good morning then");
    await cardOf(person, "Good morning then");
    await expectDays({
      [day]: ["Are you still up?", "For five minutes."],
      [next]: ["Good morning then"],
    });
  });

  it("has the whole day where the app was down at midnight, with what came meanwhile", async () => {
    const person = await start();
    const [day, next] = await beforeMidnight(newYork);
    await textBen("Are you still up?");
    const card = await cardOf(person, "Are you still up?");
    await world.pass(5_000);
    await until("the first version", () => records().length === 1);
    person.repliesInDirect(card, "For five minutes.");
    await until("sent", () => world.received().includes("For five minutes."));
    await world.restart({
      whileDown: async () => {
        // The carrier tells of when it came by the second.
        world.sleep(minute);
        await textBen("Good night then");
        world.sleep(20 * minute);
        await textBen("And good morning");
      },
    });
    await expectDays({
      [day]: ["Are you still up?", "For five minutes.", "Good night then"],
      [next]: ["And good morning"],
    });
  });
});

/** By the clock there: half an hour from either midnight, and around the hour that is skipped, or comes twice. */
const skipped = {
  "2026-03-07": ["23:30-05:00"],
  "2026-03-08": ["00:30-05:00", "01:50-05:00", "03:10-04:00", "23:30-04:00"],
  "2026-03-09": ["00:30-04:00"],
};
const doubled = {
  "2026-10-31": ["23:30-04:00"],
  "2026-11-01": ["00:30-04:00", "01:50-04:00", "01:10-05:00", "23:30-05:00"],
  "2026-11-02": ["00:30-05:00"],
};

describe("a direct conversation on a day on which the clocks change", () => {
  it.each([
    ["an hour is skipped", skipped, ["1:50 AM EST", "3:10 AM EDT"]],
    ["an hour comes twice", doubled, ["1:50 AM EDT", "1:10 AM EST"]],
  ])("has all of its texts in the right day's record, in order, where %s", async (_, days, named) => {
    const moments = Object.entries(days).flatMap(([day, times]) => times.map((time) => `${day}T${time}`));
    const person = await start("", { at: Date.parse(moments[0] ?? "") - 30 * minute });
    for (const moment of moments) {
      await world.pass(Date.parse(moment) - world.now());
      await textBen(`Text of ${moment}`);
      const card = await cardOf(person, `Text of ${moment}`);
      person.repliesInDirect(card, `Reply of ${moment}`);
      await until("sent", () => world.received().includes(`Reply of ${moment}`));
    }
    const words = Object.entries(days).map(([day, times]) => [
      day,
      times.flatMap((time) => [`Text of ${day}T${time}`, `Reply of ${day}T${time}`]),
    ]);
    await expectDays(Object.fromEntries(words));
    const body = records().find((record) => record.body.includes(`Text of ${moments[2]}`))?.body;
    for (const time of named) expect(body).toContain(`<strong>${time}, Maria Lopez`);
  });
});

describe("a CRM that hangs", () => {
  it("delays neither a text nor a reply nor a card, though every place for it is taken", async () => {
    const person = await start();
    const phones = Array.from({ length: 9 }, (_, index) => `+1555019910${index}`);
    for (const number of phones) {
      world.sandbox.twilio.control.addPhone({ number });
      crm().putContact({ name: `Caller ${number.slice(-1)}`, phone: number });
    }
    crm().misbehave({ match: "createRecord", kind: "hang", times: 1_000 });
    for (const number of phones) await textBen(`Hello from ${number}`, number);
    await world.sandbox.slack.control.idle();
    void world.pass(5_000);
    await until("as many hang as may", () => crm().state().held >= 8);

    const card = await cardOf(person, `Hello from ${phones.at(-1)}`);
    person.repliesInDirect(card, "Hello");
    await until("the reply", () => world.received(phones.at(-1)).includes("Hello"));
    await textBen("And me?");
    await cardOf(person, "And me?");
    const shared = await world.opened("Are you open today?", scene.sam);
    world.reply(scene.ana, shared, "Until six.");
    await until("the shared reply", () => world.received(scene.sam).includes("Until six."));
    expect(crm().state().held).toBeGreaterThanOrEqual(8);

    // What may have been made is looked for, and a person is asked; what comes now is made.
    crm().clearMisbehaviour();
    await world.press(scene.ana, shared, "Resolve");
    const logged = () => records().filter(({ body }) => body.includes("Until six."));
    await until("what comes now is logged", async () => {
      await world.pass(5_000);
      return logged().length > 0;
    });
    const [record] = await loggedOf(world.folder, logged());
    expect(record?.stands).toBe(record?.told);
  });
});
