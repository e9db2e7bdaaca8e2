import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Sandbox, scene, startSandbox } from "../../src/sandbox/sandbox.ts";
import { createPerson, type Person } from "./person.ts";

let sandbox: Sandbox;
let client: WebClient;
let ana: Person;
beforeEach(async () => {
  sandbox = await startSandbox({ mode: "http", slack: { limits: "off" } });
  client = new WebClient(sandbox.slack.botToken, { slackApiUrl: sandbox.slack.apiUrl });
  ana = createPerson(sandbox, scene.ana);
});
afterEach(() => sandbox.stop());

const plain = (text: string) => ({ type: "plain_text" as const, text });
const acts = {
  type: "actions" as const,
  elements: [
    { type: "button" as const, action_id: "done", text: plain("Call it done") },
    {
      type: "static_select" as const,
      action_id: "more",
      placeholder: plain("More"),
      options: [{ text: plain("Block number"), value: "block" }],
    },
  ],
};
const pressed = () =>
  sandbox.slack.control
    .deliveries("block_actions")
    .map(({ body }) => (body.actions as { action_id: string }[])[0]?.action_id);

it("writes, reads and presses in direct messages with the app", async () => {
  await client.chat.postMessage({ channel: scene.ana, text: "Maria Lopez", blocks: [acts] });
  const [card] = ana.seesInDirect();
  if (card === undefined) throw new Error("no card");
  expect(ana.directCard("Maria")?.ts).toBe(card.ts);
  const reply = ana.repliesInDirect(card, "Yes, until 6.");
  ana.editsInDirect(reply, "Yes, until 7.");
  expect(ana.directThread(card)).toMatchObject([{ ts: reply, text: "Yes, until 7." }]);
  await client.reactions.add({ channel: ana.channel, timestamp: reply, name: "memo" });
  expect(ana.marksInDirect(reply)).toEqual(["memo"]);
  const beside = ana.writesInDirect("Hello?");
  expect(ana.seesInDirect().map(({ text }) => text)).toEqual(["Maria Lopez", "Hello?"]);
  ana.deletesInDirect(beside);
  await ana.pressesInDirect(card, "Call it done");
  await ana.choosesInDirect(card, "More", "Block number");
  expect(pressed()).toEqual(["done", "more"]);
  await expect(ana.pressesInDirect(card, "Resolve")).rejects.toThrow("no button Resolve");
});

it("opens the app's Home, presses and chooses there, and fills in what opens from it", async () => {
  ana.opensHome();
  expect(ana.seesAtHome()).toBe("");
  await client.views.publish({ user_id: scene.ana, view: { type: "home", blocks: [acts] } });
  expect(ana.seesAtHome()).toContain("Call it done");
  const { triggerId = "" } = await ana.pressesAtHome("Call it done");
  await ana.choosesAtHome("More", "Block number");
  expect(pressed()).toEqual(["done", "more"]);
  const input = {
    type: "input" as const,
    block_id: "words",
    label: plain("Words"),
    element: { type: "plain_text_input" as const, action_id: "words" },
  };
  const view = { type: "modal" as const, title: plain("Form"), submit: plain("Save"), blocks: [input] };
  await client.views.open({ trigger_id: triggerId, view });
  expect(ana.modal()?.view.title).toMatchObject({ text: "Form" });
  await ana.submits({ words: { words: "away" } });
  expect(sandbox.slack.control.deliveries("view_submission")).toHaveLength(1);
});

it("reads the app's files there, and writes in group direct messages that the app opened", async () => {
  await client.filesUploadV2({ channel_id: ana.channel, content: "Maria: hi", filename: "maria.txt" });
  await expect.poll(() => ana.filesInDirect()).toMatchObject([{ name: "maria.txt", content: "Maria: hi" }]);
  expect(ana.groupWith(scene.ben)).toBeNull();
  const { channel } = await client.conversations.open({ users: `${scene.ana},${scene.ben}` });
  await client.chat.postMessage({ channel: channel?.id ?? "", text: "Can you?", blocks: [acts] });
  const group = ana.groupWith(scene.ben);
  const [asked] = group?.sees() ?? [];
  if (group === null || asked === undefined) throw new Error("no group");
  await group.presses(asked, "Call it done");
  const said = group.writes("Yes");
  group.edits(said, "Yes!");
  group.writes("In the thread", asked.ts);
  expect(
    createPerson(sandbox, scene.ben)
      .groupWith(scene.ana)
      ?.sees()
      .map(({ text }) => text),
  ).toEqual(["Can you?", "Yes!"]);
});
