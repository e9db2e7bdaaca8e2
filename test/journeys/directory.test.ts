import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;

beforeEach(async () => {
  world = await createWorld();
  card = await world.opened();
});
afterEach(() => world.stop());

const withoutBen = sceneDirectory
  .split("\n")
  .filter((line) => !line.includes("username: ben"))
  .join("\n")
  .replace("[ana, ben]", "[ana]");

describe("a directory that changes while conversations are open", () => {
  it("gives and takes rights at once", async () => {
    const cy = `  - { username: cy, extension: "103", slack: ${scene.cy}, name: Cy Park }\ngroups:`;
    await world.writeDirectory(sceneDirectory.replace("groups:", cy).replace("[ana, ben]", "[ana, cy]"));
    const newly = world.reply(scene.cy, card, "I may answer now");
    const formerly = world.reply(scene.ben, card, "and I may not");
    await until("delivered", () => world.marks(newly).includes("white_check_mark"));
    await until("refused", () => world.marks(formerly).includes("no_entry_sign"));
    await world.settle();
    expect(world.received()).toEqual(["I may answer now"]);
  });

  it("keeps open conversations where they are when the channel changes, and opens the next ones there", async () => {
    const { control, botUserId } = world.sandbox.slack;
    control.addChannel({ id: "C0NEW", name: "new-desk", isPrivate: true, members: [scene.ben, botUserId] });
    await world.writeDirectory(sceneDirectory.replace(scene.channel, "C0NEW"));
    await world.text("still here?");
    await until("in its old place", () => world.texts(card).includes("still here?"));
    const reply = world.reply(scene.ben, card, "Yes");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.text("I am new", scene.sam);
    await until("in the new place", () =>
      control.messages("C0NEW").some((message) => shown(message).includes("I am new")),
    );
    expect(world.cards()).toHaveLength(1);
  });

  it("is refused where it takes a member away who has open ones, naming them", async () => {
    await world.press(scene.ben, card, "Take");
    await until("Ben has it", () => shown(world.card() ?? card).includes(`<@${scene.ben}> has it`));
    await expect(world.writeDirectory(withoutBen)).rejects.toThrow(/Ben Ito.*Maria Lopez \(…9001\)/s);
  });

  it("is refused where it takes a line away that has open ones, naming them", async () => {
    const gone = sceneDirectory.replaceAll(scene.line, "+15550100009");
    await expect(world.writeDirectory(gone)).rejects.toThrow(/Maria Lopez \(…9001\)/);
  });

  it("is refused with file, line and what to write instead where it has a mistake, and changes nothing", async () => {
    await expect(
      world.writeDirectory(sceneDirectory.replace("preview: full", "preview: some")),
    ).rejects.toThrow(/directory\.yml, line 3.*preview/s);
    await world.writeDirectory(sceneDirectory);
    const reply = world.reply(scene.ben, card, "as if nothing had been");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
  });

  it("says in readiness whose e-mail is not known in Slack, and they can't text", async () => {
    await world.writeDirectory(sceneDirectory.replace("ben@example.com", "nobody@example.com"));
    await until("said", async () => {
      const { ready, checks } = await world.readiness();
      return ready && checks.some(({ reason }) => reason?.includes("not known in Slack"));
    });
    const reply = world.reply(scene.ben, card, "who am I?");
    await until("refused", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
  });
});
