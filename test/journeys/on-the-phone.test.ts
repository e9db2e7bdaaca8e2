import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;

beforeAll(async () => {
  world = await createWorld();
  world.sandbox.slack.control.addEmoji({ name: "partyparrot" });
  card = await world.opened();
});
afterAll(() => world.stop());

async function arrives(typed: string): Promise<string> {
  const before = world.received().length;
  world.reply(scene.ben, card, typed);
  await until("on the phone", () => world.received().length > before);
  return world.received().at(-1) ?? "";
}

describe("a reply on the phone", () => {
  it.each([
    ["plain words", "Yes, until 6.", "Yes, until 6."],
    ["emoji as characters", "Great :tada: :+1::skin-tone-3:", "Great 🎉 👍🏼"],
    ["an emoji of the team's own by its name", "Hooray :partyparrot:", "Hooray :partyparrot:"],
    ["signs that Slack escapes", "Tom & Jerry < 5 > 3 &amp;", "Tom & Jerry < 5 > 3 &amp;"],
    ["an address", "See https://example.com/a?b=1&c=2", "See https://example.com/a?b=1&c=2"],
    ["two lines", "one\ntwo", "one\ntwo"],
    ["composed letters", "Cafe\u0301", "Café"],
  ])("shows %s", async (_, typed, expected) => {
    expect(await arrives(typed)).toBe(expected);
  });

  it("leaves when it has 1,600 characters, and tells the count when it has 1,601", async () => {
    expect(await arrives("x".repeat(1600))).toHaveLength(1600);
    const before = world.received().length;
    const reply = world.reply(scene.ben, card, "y".repeat(1601));
    await until("the mark", () => world.marks(reply).includes("no_entry_sign"));
    await until("told", () => world.told(scene.ben).at(-1)?.includes("1,601"));
    expect(world.told(scene.ben).at(-1)).toContain("1,600");
    await world.settle();
    expect(world.received()).toHaveLength(before);
    world.edit(scene.ben, reply, "Short enough");
    await until("it left", () => world.received().length > before);
    expect(world.received().at(-1)).toBe("Short enough");
  });

  it("leaves without its file once its author says Send text only", async () => {
    const before = world.received().length;
    const { ts } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "Here is the form",
      threadTs: card.ts,
      files: [{ name: "form.pdf", mimetype: "application/pdf", content: "%PDF" }],
    });
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
    await world.choose(scene.ben, "Send text only");
    await until("it left", () => world.received().length > before);
    expect(world.received().at(-1)).toBe("Here is the form");
  });

  it("does not leave when there is nothing but a file that phones can't show", async () => {
    const before = world.received().length;
    const { ts } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "",
      threadTs: card.ts,
      files: [{ name: "cats.zip", mimetype: "application/zip", content: "x" }],
    });
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
    await until("told", () =>
      world.told(scene.ben).at(-1)?.includes("cats.zip is of a kind that can't be sent to phones"),
    );
    await world.settle();
    expect(world.received()).toHaveLength(before);
  });
});

describe("an inbound picture", () => {
  it("is named in the thread, never an empty post", async () => {
    const media = [{ contentType: "image/png", base64: "aGVsbG8=" }];
    await world.text("", scene.maria, { media });
    await world.text("Look", scene.maria, { media: [...media, ...media] });
    await until("both shown", () => world.texts(card).some((words) => words.includes("2 pictures")));
    expect(world.texts(card).some((words) => words.includes("a picture"))).toBe(true);
    expect(world.texts(card)).toContain("Look");
  });
});
