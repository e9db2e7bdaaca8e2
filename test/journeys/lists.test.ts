/** A member writes to many: one text to each, seen and stopped in their direct messages. */
import { afterEach, describe, expect, it } from "vitest";
import { describeModes } from "./modes.ts";
import { buttons, createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, cy, maria } = scene;
const others = ["+15550199077", "+15550199078", "+15550199079"] as const;
const [first, second] = others;

async function begin({ env, ...options }: WorldOptions = {}): Promise<void> {
  world = await createWorld({ ...options, env: { QUIET_HOURS: "off", ...env } });
}

/** Fills in the form as Ana for these numbers, and says yes to what it asks. */
async function sends(body: string, numbers: readonly string[] = others, colleagues: readonly string[] = []) {
  const person = world.person(ana);
  await person.types(`/sms ${numbers.join(", ")} ${body}`, scene.channel);
  await person.waitsForModal("text.new");
  for (const colleague of colleagues) await person.choosesInModal("recipients", colleague, colleague);
  expect(await person.submits()).toMatchObject({ action: "updated" });
  const asked = person.seesInModal();
  expect(await person.submits()).toMatchObject({ action: "closed" });
  return asked;
}

const posts = () =>
  world
    .person(ana)
    .seesInDirect()
    .filter((post) => shown(post).includes("Text to "));
const progress = (words: string) =>
  until(`“${words}” in the progress`, () => posts().find((post) => shown(post).includes(words)));

describeModes("over %s, a text to many", (mode, inTurn) => {
  inTurn(
    "reaches each once, is one private message with a bar and a summary, and opens a thread where it is answered",
    async () => {
      await begin({ mode });
      const asked = await sends("Closed on Friday");
      expect(asked).toContain("3 people get it, each a message of their own.");
      await world.settle();
      for (const number of others) expect(world.received(number)).toEqual(["Closed on Friday"]);
      expect(shown(await progress("All of these arrived."))).toContain("Done. It left for 3 of 3.");
      expect(posts()).toHaveLength(1);
      expect(world.cards()).toEqual([]);
      await world.text("Thanks, see you on Monday", second);
      const card = await until("a thread for the answer", () => world.card("019-9078"));
      await until("the answer in it", () => world.texts(card).includes("Thanks, see you on Monday"));
      const [listed, answer] = world.thread(card);
      expect(listed).toMatchObject({ username: "Ana Reyes" });
      expect(listed && shown(listed)).toContain("Closed on Friday");
      expect(answer && shown(answer)).toContain("Thanks, see you on Monday");
    },
  );

  inTurn("is stopped in its hold by its author: nobody gets anything", async () => {
    await begin({ mode, env: { HOLD_SECONDS: "30" } });
    await sends("Closed on Friday");
    const post = await progress("Nothing has left yet");
    expect(buttons(post).map(({ label }) => label)).toEqual(["Stop"]);
    await world.person(ana).pressesInDirect(post, "Stop");
    await until("how many had left", () =>
      world.told(ana).some((words) => words.includes("Stopped. It had left for 0 of 3.")),
    );
    await world.settle();
    for (const number of others) expect(world.received(number)).toEqual([]);
    const standing = await progress("Stopped. It had left for 0 of 3.");
    await until("no Stop on it", () => buttons(posts()[0] ?? null).length === 0);
    expect(standing.ts).toBe(post.ts);
  });

  inTurn("goes on after a restart where it was, and nobody gets it twice", async () => {
    await begin({ mode });
    await sends("Closed on Friday");
    await until("the first of them", () => world.received(first).length === 1);
    await world.restart();
    await world.settle();
    for (const number of others) expect(world.received(number)).toEqual(["Closed on Friday"]);
    await progress("Done. It left for 3 of 3.");
    expect(posts()).toHaveLength(1);
  });
});

describe("a text to many", () => {
  it("stands in the open thread of a customer, who goes on waiting, and in nobody's hands", async () => {
    await begin();
    const card = await world.opened("Are you open on Friday?");
    await sends("Closed on Friday", [maria, first]);
    await world.settle();
    const shownThere = await until("the text in the thread", () =>
      world.thread(card).find((post) => shown(post).includes("Closed on Friday")),
    );
    expect(shown(shownThere)).toContain("Part of a list");
    expect(world.received(maria)).toEqual(["Closed on Friday"]);
    const [standing] = world.cards();
    expect(standing && buttons(standing).map(({ label }) => label)).toContain("Take");
    expect(standing && shown(standing)).not.toContain("nswered");
  });

  it("may be to more people than a menu of Slack's can be opened with", async () => {
    await begin({ env: { HOLD_SECONDS: "30" } });
    const hundred = Array.from({ length: 100 }, (_, index) => `+1555020${1000 + index}`);
    const asked = await sends("Closed on Friday", hundred, ["Ben Ito"]);
    expect(asked).toContain("101 people get it, each a message of their own.");
    await progress("Text to 101 people");
  });

  it("to so many at once by a command is answered in words, and nothing opens", async () => {
    await begin();
    const many = Array.from({ length: 101 }, (_, index) => `+1555020${1000 + index}`);
    await world.person(ana).types(`/sms ${many.join(", ")} Closed on Friday`, scene.channel);
    await until("told", () => world.told(ana).find((one) => one.includes("101 people")));
    expect(world.sandbox.slack.control.views(ana)).toEqual([]);
  });

  it("is delivered in Slack to the colleagues among them, and reaches no phone of theirs", async () => {
    await begin();
    await sends("Closed on Friday", [first], ["Ben Ito"]);
    await world.settle();
    const group = await until("their group direct message", () => world.person(ana).groupWith(ben));
    expect(group.sees().filter((post) => shown(post).includes("Closed on Friday"))).toHaveLength(1);
    expect(world.received(first)).toEqual(["Closed on Friday"]);
    await progress("Done. It left for 2 of 2.");
    expect(world.person(ana).groupWith(cy)).toBeNull();
  });

  it("says beforehand who is left out, and at its end who did not get it, and why", async () => {
    await begin();
    await world.text("STOP", maria);
    await world.settle();
    world.sandbox.twilio.control.addPhone({ number: first, kind: "notMobile" });
    const asked = await sends("Closed on Friday", [maria, first, second]);
    expect(asked).toContain("Left out: Maria Lopez (…9001) (opted out).");
    await world.settle();
    expect(world.received(second)).toEqual(["Closed on Friday"]);
    const summary = shown(await progress("Done. It left for 1 of 3. It arrived."));
    expect(summary).toContain("Maria Lopez (…9001): opted out");
    expect(summary).toContain("(555) 019-9077: This number is not a mobile phone");
  });
});
