import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, BEN, clientOf, FRONT, startStandIn } from "./stand-in-world.ts";

const CARA = "U0CARA";

async function threePeople(): Promise<SlackStandIn> {
  const standIn = await startStandIn();
  standIn.control.addUser({ id: CARA, name: "cara" });
  standIn.control.invite({ channel: FRONT, user: CARA });
  return standIn;
}

function told(standIn: SlackStandIn, ts: string): Record<string, string> {
  const about = standIn.control.notifications().filter((notification) => notification.ts === ts);
  return Object.fromEntries(about.map((notification) => [notification.user, notification.reason]));
}

async function botPost(standIn: SlackStandIn, args: { text: string; thread_ts?: string }): Promise<string> {
  return (await clientOf(standIn).chat.postMessage({ channel: FRONT, ...args })).ts ?? "";
}

describe("who is notified", () => {
  it("of a root: the members by their preference, not its author", async () => {
    const standIn = await threePeople();
    standIn.control.setPreference({ user: BEN, level: "mentions" });
    expect(told(standIn, await botPost(standIn, { text: "card" }))).toEqual({
      [ANA]: "message",
      [CARA]: "message",
    });
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "mine" });
    expect(told(standIn, ts)).toEqual({ [CARA]: "message" });
  });

  it("of a reply: those who wrote in the thread or were mentioned in it, and nobody else", async () => {
    const standIn = await threePeople();
    const root = await botPost(standIn, { text: "card" });
    expect(told(standIn, await botPost(standIn, { text: "first", thread_ts: root }))).toEqual({});
    standIn.control.post({ user: BEN, channel: FRONT, threadTs: root, text: "I have it" });
    expect(told(standIn, await botPost(standIn, { text: "second", thread_ts: root }))).toEqual({
      [BEN]: "thread",
    });
    const mention = await botPost(standIn, { text: `<@${CARA}> look`, thread_ts: root });
    expect(told(standIn, mention)).toEqual({ [BEN]: "thread", [CARA]: "mention" });
    expect(standIn.control.followers(FRONT, root)).toEqual([BEN, CARA]);
  });

  it("of a mention, whatever the preference but nothing", async () => {
    const standIn = await threePeople();
    standIn.control.setPreference({ user: ANA, level: "mentions" });
    standIn.control.setPreference({ user: BEN, channel: FRONT, level: "nothing" });
    const ts = await botPost(standIn, { text: `<@${ANA}> <@${BEN}>` });
    expect(told(standIn, ts)).toEqual({ [ANA]: "mention", [CARA]: "message" });
  });

  it("of a group's mention: its members; of here: the active; of a range inside a thread: nobody by it", async () => {
    const standIn = await threePeople();
    for (const user of [ANA, BEN, CARA]) standIn.control.setPreference({ user, level: "mentions" });
    standIn.control.setActive({ user: BEN, active: false });
    const root = await botPost(standIn, { text: "<!subteam^S0DESK>" });
    expect(told(standIn, root)).toEqual({ [ANA]: "group", [BEN]: "group" });
    expect(told(standIn, await botPost(standIn, { text: "<!here>" }))).toEqual({
      [ANA]: "here",
      [CARA]: "here",
    });
    const all = { [ANA]: "channel", [BEN]: "channel", [CARA]: "channel" };
    expect(told(standIn, await botPost(standIn, { text: "<!channel>" }))).toEqual(all);
    expect(told(standIn, await botPost(standIn, { text: "<!channel>", thread_ts: root }))).toEqual({});
  });

  it("of mentions in blocks, where a plain text never mentions", async () => {
    const standIn = await threePeople();
    for (const user of [ANA, BEN, CARA]) standIn.control.setPreference({ user, level: "mentions" });
    const blocks = [
      { type: "section", text: { type: "mrkdwn", text: `<@${ANA}>` } },
      { type: "section", text: { type: "plain_text", text: `<@${BEN}>` } },
    ];
    const { ts = "" } = await clientOf(standIn).chat.postMessage({
      channel: FRONT,
      text: `<@${CARA}>`,
      blocks,
    });
    expect(told(standIn, ts)).toEqual({ [ANA]: "mention" });
  });

  it("of an edit, a reaction, a press: nobody, and none of them follows", async () => {
    const standIn = await threePeople();
    const blocks = [
      {
        type: "actions",
        elements: [{ type: "button", action_id: "go", text: { type: "plain_text", text: "Go" } }],
      },
    ];
    const { ts = "" } = await clientOf(standIn).chat.postMessage({ channel: FRONT, text: "card", blocks });
    const before = standIn.control.notifications().length;
    await clientOf(standIn).chat.update({ channel: FRONT, ts, text: `<@${BEN}>` });
    standIn.control.react({ user: BEN, channel: FRONT, ts, name: "eyes" });
    await clientOf(standIn).chat.update({ channel: FRONT, ts, text: "card", blocks });
    await standIn.control.press({ user: BEN, channel: FRONT, ts, actionId: "go" });
    expect(standIn.control.notifications()).toHaveLength(before);
    expect(standIn.control.followers(FRONT, ts)).toEqual([]);
  });

  it("of a direct message: its reader, with a badge that reading takes away", async () => {
    const standIn = await threePeople();
    await clientOf(standIn).chat.postMessage({ channel: BEN, text: "psst" });
    const direct = standIn.control.directMessage(BEN);
    expect(standIn.control.badges(BEN)).toEqual({ unread: [direct], count: 1, threads: 0 });
    standIn.control.markRead({ user: BEN, channel: direct });
    expect(standIn.control.badges(BEN).count).toBe(0);
  });

  it("of a reply that also goes to the channel: followers and the channel", async () => {
    const standIn = await threePeople();
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const reply = { user: BEN, channel: FRONT, threadTs: root.ts, text: "all", alsoToChannel: true };
    const { ts } = standIn.control.post(reply);
    expect(told(standIn, ts)).toEqual({ [ANA]: "thread", [CARA]: "message" });
  });

  it("by choosing to follow, until one unfollows", async () => {
    const standIn = await threePeople();
    const root = await botPost(standIn, { text: "card" });
    standIn.control.follow({ user: CARA, channel: FRONT, ts: root });
    expect(told(standIn, await botPost(standIn, { text: "1", thread_ts: root }))).toEqual({
      [CARA]: "thread",
    });
    standIn.control.unfollow({ user: CARA, channel: FRONT, ts: root });
    expect(told(standIn, await botPost(standIn, { text: "2", thread_ts: root }))).toEqual({});
  });
});
