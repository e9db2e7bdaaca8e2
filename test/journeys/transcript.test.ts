import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, cy } = scene;
const control = () => world.sandbox.slack.control;
const files = (user: string) => world.person(user).filesInDirect();
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
  card = await world.opened("Are you open today?");
  const reply = world.reply(ben, card, "Yes, until 6");
  await until("it arrived", () => world.received().includes("Yes, until 6"));
  await until("delivered", () => world.marks(reply).includes("white_check_mark"));
}

async function chooseInMenu(user: string, option: string): Promise<void> {
  const found = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
  const options = JSON.parse(
    /"action_id":"episode.more".*?"options":(\[.*?\}\])/.exec(found)?.[1] ?? "[]",
  ) as {
    text: { text: string };
    value: string;
  }[];
  const value = options.find(({ text }) => text.text === option)?.value;
  if (value === undefined) throw new Error(`the menu has no ${option}`);
  await control().press({ user, channel: scene.channel, ts: card.ts, actionId: "episode.more", value });
}

describe.each([["by socket", {}] as const, ["over HTTP", { mode: "http" } as const] as const])(
  "a transcript asked for in Slack, %s",
  (_, options) => {
    it("comes to the direct messages of whoever asks, from any message of the thread and from the card's menu", async () => {
      await begin(options);
      const [text] = world.thread(card);
      await world.shortcut(ben, text?.ts ?? "", "transcript.show");
      await told(ben, "The transcript comes to your direct messages");
      const [plain, table] = await until("both files", () => (files(ben).length === 2 ? files(ben) : null));
      expect([plain?.name, table?.name]).toEqual([
        "transcript-15550199001.txt",
        "transcript-15550199001.csv",
      ]);
      expect(plain?.content).toMatch(/^Texts with Maria Lopez, \(555\) 019-9001\nOn Front desk, /);
      expect(plain?.content).toMatch(/ Maria Lopez, to Front desk, .*: received\n {2}Are you open today\?/);
      expect(plain?.content).toMatch(/ Ben Ito, from Front desk, .*: delivered\n {2}Yes, until 6/);
      expect(table?.content).toMatch(/^\ufeff"time","zone",/);
      expect(files(ana)).toEqual([]);

      await chooseInMenu(ana, "Transcript");
      await until("the manager's files", () => files(ana).length === 2);
      await world.press(ben, card, "Resolve");
      await world.settle();
      await world.shortcut(ben, card.ts, "transcript.show");
      await until("of a resolved one, too", () => files(ben).length === 4);
    });
  },
);

describe("a transcript in Slack", () => {
  it("is refused in words to who may not see the conversation, and of what is no conversation", async () => {
    await begin();
    await world.shortcut(cy, card.ts, "transcript.show");
    await told(cy, "You are not in Threadline's directory");
    const { ts } = control().post({ user: ben, channel: scene.channel, text: "Lunch?" });
    await world.shortcut(ben, ts, "transcript.show");
    await told(ben, "This message is in no conversation with a customer, so there is no transcript of it.");
    await world.settle();
    expect([...files(cy), ...files(ben)]).toEqual([]);
  });

  it("leaves out what came while the number was blocked, and says how much", async () => {
    await begin();
    await chooseInMenu(ana, "Block number");
    await until("the form", () => control().views(ana)[0]);
    await control().submitView({ user: ana, values: {} });
    await until("blocked", () =>
      JSON.stringify(control().message(scene.channel, card.ts)).includes("*Blocked*"),
    );
    await world.text("Cheap insurance!");
    await world.shortcut(ana, card.ts, "transcript.show");
    const [plain] = await until("the files", () => (files(ana).length === 2 ? files(ana) : null));
    expect(plain?.content).toContain("1 text that came while the number was blocked is left out.");
    expect(plain?.content).not.toContain("insurance");
  });

  it("says so where the scope is missing", async () => {
    await begin();
    control().setScopes(
      control()
        .state()
        .scopes.filter((scope) => scope !== "files:write"),
    );
    await world.shortcut(ben, card.ts, "transcript.show");
    await told(
      ben,
      "could not be sent: Threadline may not send files in Slack, since the scope files:write is missing",
    );
    await world.settle();
    expect(files(ben)).toEqual([]);
  });

  it("comes though an answer of Slack's was lost on the way, and after a restart", async () => {
    await begin();
    control().misbehave({ match: { method: "files.getUploadURLExternal" }, kind: "dropAnswer" });
    await world.shortcut(ben, card.ts, "transcript.show");
    await told(ben, "The transcript comes to your direct messages");
    await world.restart();
    await world.settle();
    await until("the files", () => files(ben).length >= 2);
  });
});
