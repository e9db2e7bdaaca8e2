/** The desk before a Slack emulator that nobody here wrote: what we send must suit it too. */
import { WebClient } from "@slack/web-api";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { card, connect } from "../stand-in.ts";

let emulator: Emulator;
let side: ReturnType<typeof connect>;
let theirs: WebClient;
let channel: SlackChannelId;
let ben: SlackUserId;

beforeAll(async () => {
  const port = await freePort();
  emulator = await createEmulator({
    service: "slack",
    port,
    seed: {
      tokens: { "xoxb-1": { login: "U000000001" } },
      slack: { users: [{ name: "ben" }], channels: [{ name: "front-desk" }] },
    },
  });
  const apiUrl = `http://127.0.0.1:${port}/api/`;
  side = connect({ botToken: "xoxb-1", apiUrl });
  theirs = new WebClient("xoxb-1", { slackApiUrl: apiUrl });
  const channels = (await theirs.conversations.list()).channels ?? [];
  channel = channels.find(({ name }) => name === "front-desk")?.id as SlackChannelId;
  const users = (await theirs.users.list({})).members ?? [];
  ben = users.find(({ name }) => name === "ben")?.id as SlackUserId;
});
afterAll(async () => {
  await side.dispatcher.destroy();
  await emulator.close();
});

const texts = {
  kind: "texts",
  from: "Maria",
  mention: null,
  texts: [{ body: "Hi", pictures: 0, at: 0 }],
} as const;

describe("before an emulator", () => {
  it("a card, a text in its thread, marks and a new drawing are taken", async () => {
    const ts = await side.desk.openThread({ ...card, channel }, "k1");
    const reply = await side.desk.post({ channel, ts }, texts, "k2");
    await side.desk.mark({ channel, ts: reply }, "memo", []);
    await side.desk.mark({ channel, ts: reply }, "warning", ["memo"]);
    await side.desk.refreshCard({ ...card, channel, state: "resolved" }, { channel, ts });
    const { messages = [] } = await theirs.conversations.replies({ channel, ts });
    expect(messages.map((message) => message.text)).toEqual([expect.stringContaining("(resolved)"), "Hi"]);
    expect(messages[1]?.reactions?.map(({ name }) => name)).toEqual(["warning"]);
  });

  it("a post is found by its key, and a thread's own posts are no replies", async () => {
    const ts = await side.desk.openThread({ ...card, channel }, "k3");
    const reply = await side.desk.post({ channel, ts }, texts, "k4");
    const where = { channel, thread: ts, since: Date.now() - 60_000 };
    expect(await side.history.findPost(where, "k4")).toBe(reply);
    expect(await side.history.findPost({ ...where, thread: null }, "k3")).toBe(ts);
    expect(
      await side.history.catchUp(channel, { since: 0, begunSince: 0, latest: async () => "1.0" as SlackTs }),
    ).toEqual([]);
  });

  it("one person is told, quietly and directly", async () => {
    const ts = await side.desk.openThread({ ...card, channel }, "k6");
    const notice = {
      to: ben,
      about: { place: { channel, ts }, thread: ts },
      sentence: ["Nobody got this."],
      offer: null,
    };
    await expect(side.desk.tell({ ...notice, quietly: true })).resolves.toBeUndefined();
    await expect(side.desk.tell({ ...notice, quietly: false })).resolves.toBeUndefined();
  });
});
