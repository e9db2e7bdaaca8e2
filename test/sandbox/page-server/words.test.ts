/** What the strip says of what passes between Slack and an app: plain words, names instead of ids. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { readAppFace } from "../../../src/sandbox/page-server.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";

const manifest = fileURLToPath(new URL("../../../manifest.yml", import.meta.url));
const { ana, ben, channel } = scene;
let sandbox: Sandbox;
let stage: Stage;
/** An app that takes everything. */
let app: Server;

beforeEach(async () => {
  app = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  sandbox = await startSandbox({ mode: "http", slack: { limits: "off" } });
  sandbox.pointAt(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
  stage = createStage({ sandbox, app: readAppFace(manifest) });
});
afterEach(async () => {
  stage.close();
  await sandbox.stop();
  app.close();
});

const newest = (): string => stage.state().strip[0]?.words ?? "";
/** Waits until the strip tells that the app has taken this. */
const told = (words: string) =>
  until(words, () => stage.state().strip.some((line) => line.words === `${words}: verified, stored`));

const lineOf = (words: string) =>
  until(words, () => stage.state().strip.some((line) => line.words === words));

async function call(method: string, body: object): Promise<{ ts: string }> {
  const answer = await fetch(`${sandbox.slack.apiUrl}${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.slack.botToken}`, "content-type": "application/json" },
    body: JSON.stringify({ channel, ...body }),
  });
  return (await answer.json()) as { ts: string };
}

const buttons = {
  type: "actions",
  elements: [{ type: "button", action_id: "a", text: { type: "plain_text", text: "Take" } }],
};
const words = { type: "section", text: { type: "plain_text", text: "Resolved" } };

describe("what a person does", () => {
  it("is told with names, channels and emoji as they read them", async () => {
    sandbox.slack.control.post({ user: ben, channel, text: `<@${ana}> see <#${channel}> :wave: a & b` });
    await told("Ben writes “@Ana see #front-desk 👋 a & b”");
    sandbox.slack.control.post({ user: ben, channel, text: "Hello <https://example.com/a|there>" });
    await told("Ben writes “Hello there”");
    const file = { name: "map.png", content: "x" };
    sandbox.slack.control.post({ user: ben, channel, text: "", files: [file] });
    await told("Ben writes a file");
    sandbox.slack.control.post({ user: ben, channel, text: "Both", files: [file, file] });
    await told("Ben writes “Both” and 2 files");
  });

  it("is told in words for whatever Slack tells an app", async () => {
    const { ts } = sandbox.slack.control.post({ user: ben, channel, text: "Hello" });
    sandbox.slack.control.edit({ user: ben, channel, ts, text: "Good :wave:" });
    await told("Ben edits: “Good 👋”");
    sandbox.slack.control.react({ user: ana, channel, ts, name: "x" });
    await told("Ana reacts with ❌");
    sandbox.slack.control.meMessage({ user: ben, channel, text: "waves" });
    await told("Ben writes /me “waves”");
  });

  it("is told of the app's Home, and not of its messages being looked at", async () => {
    sandbox.slack.control.openHome({ user: ben, tab: "messages" });
    sandbox.slack.control.openHome({ user: ben });
    await told("Ben opens the Home");
    expect(stage.state().strip.filter(({ words }) => words.includes("home"))).toEqual([]);
  });

  it("is told of what somebody searches for in a form", async () => {
    const { triggerId } = await sandbox.slack.control.globalShortcut({ user: ana, callbackId: "x" });
    const plain = (text: string) => ({ type: "plain_text", text });
    const element = { type: "external_select", action_id: "who" };
    const blocks = [{ type: "input", label: plain("Who"), element }];
    const view = { type: "modal", title: plain("Form"), submit: plain("Send"), blocks };
    await call("views.open", { trigger_id: triggerId, view });
    const viewId = sandbox.slack.control.views(ana)[0]?.id ?? "";
    await sandbox.slack.control.search({ user: ana, viewId, actionId: "who", query: "maria" });
    await lineOf("Ana searches for “maria”: answered");
  });

  it("is told of group messages, and of files, by whose they are", async () => {
    const opened = await call("conversations.open", { channel: undefined, users: `${ana},${ben}` });
    const group = (opened as unknown as { channel: { id: string } }).channel.id;
    sandbox.slack.control.post({ user: ben, channel: group, text: "yes" });
    await told("Ben writes “yes”");
    await call("chat.postMessage", { channel: group, text: "hello", username: "Ana Reyes" });
    await lineOf("Posted Ana Reyes's words in the group messages of Ana and Ben");
    await call("chat.postMessage", { channel: group, text: "hello" });
    await lineOf("Posted in the group messages of Ana and Ben");
    const { upload_url, file_id } = (await call("files.getUploadURLExternal", {
      filename: "a.txt",
      length: 1,
    })) as unknown as { upload_url: string; file_id: string };
    await fetch(upload_url, { method: "POST", body: "a" });
    await call("files.completeUploadExternal", { channel_id: group, files: [{ id: file_id }] });
    await lineOf("Put a file into the group messages of Ana and Ben");
  });

  it("is told of who leaves the workspace", async () => {
    sandbox.slack.control.changeUser({ id: ben, deleted: true });
    await told("Slack tells that ben is deactivated");
    sandbox.slack.control.changeUser({ id: ben, deleted: false });
    await told("Slack tells of ben's account");
  });

  it("names the shortcut that was chosen", async () => {
    const { ts } = sandbox.slack.control.post({ user: ben, channel, text: "Hello" });
    const callbackId = "reply.dont_send";
    await sandbox.slack.control.messageShortcut({ user: ben, channel, ts, callbackId });
    await told("Ben chooses “Don't send”");
  });
});

describe("whom it is about", () => {
  it("is told of what is deleted, marked, and said in private", async () => {
    const { ts } = sandbox.slack.control.post({ user: ben, channel, text: "Never mind" });
    await call("reactions.add", { timestamp: ts, name: "memo" });
    await lineOf("Marked Ben's reply: note");
    sandbox.slack.control.deleteMessage({ user: ben, channel, ts });
    await told("Ben's message is deleted: “Never mind”");
    await call("chat.postMessage", { channel: ana, text: "Only for you" });
    await lineOf("Told Ana in a direct message");
    await call("chat.postMessage", { text: "card", username: "Maria Lopez", blocks: [buttons] });
    await lineOf("Posted Maria Lopez's card in #front-desk");
  });

  it("is told of a conversation in direct messages", async () => {
    const card = await call("chat.postMessage", {
      channel: ben,
      text: "card",
      username: "Maria Lopez",
      blocks: [buttons],
    });
    await lineOf("Posted Maria Lopez's card in Ben's direct messages");
    const direct = sandbox.slack.control.directMessage(ben);
    const text = { channel: direct, text: "Hello", thread_ts: card.ts, username: "Maria Lopez" };
    await call("chat.postMessage", text);
    await lineOf("Posted Maria Lopez's words in the thread in Ben's direct messages");
    await call("chat.update", { channel: direct, ts: card.ts, text: "card", blocks: [words] });
    await lineOf("Redrew a card in Ben's direct messages");
  });

  it("is told of a webhook of the carrier's", async () => {
    await sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    await lineOf("The carrier's webhook: verified, stored (a text of Maria Lopez)");
  });
});

describe("what the app changes", () => {
  it("is a card only when it is one", async () => {
    const card = await call("chat.postMessage", { text: "card", blocks: [buttons] });
    expect(newest()).toBe("Posted a card in #front-desk");
    const reply = await call("chat.postMessage", { text: "said", thread_ts: card.ts });
    await call("chat.update", { ts: card.ts, text: "card", blocks: [words] });
    expect(newest()).toBe("Redrew a card in #front-desk");
    await call("chat.update", { ts: reply.ts, text: "said again" });
    expect(newest()).toBe("Changed a line in the thread in #front-desk");
    const line = await call("chat.postMessage", { text: "3 waiting" });
    expect(newest()).toBe("Posted in #front-desk");
    await call("chat.update", { ts: line.ts, text: "4 waiting" });
    expect(newest()).toBe("Changed a line in #front-desk");
  });
});
