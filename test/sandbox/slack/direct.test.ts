/** A person's direct conversation with the app: a place of its own, with rights, threads and events of its own. */
import type { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Wire } from "../../../src/sandbox/slack/wire.ts";
import { ANA, BEN, clientOf, FRONT, startStandIn } from "./stand-in-world.ts";

/** The error word of a refused call. */
async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    const { data } = error as { data?: { error?: string } };
    return data?.error ?? String(error);
  }
}

async function tsOf(call: ReturnType<WebClient["chat"]["postMessage"]>): Promise<string> {
  return (await call).ts ?? "";
}

/** What the app heard, as far as it is said in the event itself. */
function heard(standIn: SlackStandIn, type = "*"): Wire[] {
  return standIn.control.deliveries(type).map(({ body }) => body.event as Wire);
}

async function withDirect(): Promise<{ standIn: SlackStandIn; client: WebClient; direct: string }> {
  const standIn = await startStandIn();
  const client = clientOf(standIn);
  const { channel } = await client.conversations.open({ users: ANA });
  return { standIn, client, direct: channel?.id ?? "" };
}

const without = (standIn: SlackStandIn, scope: string) =>
  standIn.control.setScopes(standIn.control.state().scopes.filter((one) => one !== scope));

describe("a direct conversation with the app", () => {
  it("is one place, by the person's id and by its own", async () => {
    const { standIn, client, direct } = await withDirect();
    expect(direct).toMatch(/^D/);
    expect(standIn.control.directMessage(ANA)).toBe(direct);
    const root = await client.chat.postMessage({ channel: ANA, text: "by the person" });
    expect(root.channel).toBe(direct);
    await client.chat.postMessage({ channel: direct, text: "by the place" });
    expect(standIn.control.messages(direct).map(({ text }) => text)).toEqual([
      "by the person",
      "by the place",
    ]);
  });

  it("carries threads, edits, reactions and what is taken away, each told with channel_type im", async () => {
    const { standIn, client, direct } = await withDirect();
    const { control } = standIn;
    const root = await tsOf(client.chat.postMessage({ channel: direct, text: "card" }));
    control.clearLogs();
    const top = control.post({ user: ANA, channel: direct, text: "at the top" });
    const reply = control.post({ user: ANA, channel: direct, text: "in the thread", threadTs: root });
    control.edit({ user: ANA, channel: direct, ts: reply.ts, text: "in the thread, edited" });
    control.react({ user: ANA, channel: direct, ts: reply.ts, name: "x" });
    control.deleteMessage({ user: ANA, channel: direct, ts: top.ts });
    expect(heard(standIn)).toMatchObject([
      { type: "message", text: "at the top", channel: direct, channel_type: "im" },
      { type: "message", text: "in the thread", channel_type: "im", thread_ts: root },
      { subtype: "message_changed", channel_type: "im", message: { text: "in the thread, edited" } },
      { type: "reaction_added", item: { channel: direct, ts: reply.ts } },
      { subtype: "message_deleted", channel_type: "im", deleted_ts: top.ts },
    ]);
    expect(heard(standIn)[0]).not.toHaveProperty("thread_ts");
    const { messages } = await client.conversations.replies({ channel: direct, ts: root });
    expect(messages?.map(({ text }) => text)).toEqual(["card", "in the thread, edited"]);
    const history = await client.conversations.history({ channel: direct });
    expect(history.messages).toMatchObject([{ text: "card", reply_count: 1, reply_users: [ANA] }]);
  });

  it("is nobody else's: others neither write in it, nor see it", async () => {
    const { standIn, direct } = await withDirect();
    const { control } = standIn;
    const { ts } = control.post({ user: ANA, channel: direct, text: "mine" });
    expect(() => control.post({ user: BEN, channel: direct, text: "x" })).toThrow("can't see");
    expect(() => control.react({ user: BEN, channel: direct, ts, name: "eyes" })).toThrow("can't see");
  });

  it("shows a private message to its person, in a thread that has replies", async () => {
    const { standIn, client, direct } = await withDirect();
    const root = await tsOf(client.chat.postMessage({ channel: direct, text: "card" }));
    await client.chat.postMessage({ channel: direct, text: "words", thread_ts: root });
    await client.chat.postEphemeral({ channel: direct, user: ANA, text: "psst", thread_ts: root });
    expect(standIn.control.ephemerals(ANA)).toMatchObject([
      { channel: direct, threadTs: root, text: "psst" },
    ]);
    const toBen = client.chat.postEphemeral({ channel: direct, user: BEN, text: "psst" });
    expect(await errorOf(toBen)).toBe("user_not_in_channel");
  });

  it("is told of only to an app that subscribed to message.im and may read it", async () => {
    const { standIn, direct } = await withDirect();
    const { control } = standIn;
    const write = () => control.post({ user: ANA, channel: direct, text: "x" });
    control.configure({ botEvents: ["message.channels", "message.groups"] });
    write();
    expect(heard(standIn, "message")).toEqual([]);
    control.configure({ botEvents: ["message.im"] });
    without(standIn, "im:history");
    write();
    expect(heard(standIn, "message")).toEqual([]);
    control.setScopes(["im:history"]);
    write();
    expect(heard(standIn, "message")).toHaveLength(1);
  });

  it("is read with im:history, and looked up with im:read", async () => {
    const { standIn, client, direct } = await withDirect();
    const { ts } = standIn.control.post({ user: ANA, channel: direct, text: "x" });
    const reads = () => [
      errorOf(client.conversations.history({ channel: direct })),
      errorOf(client.conversations.replies({ channel: direct, ts })),
    ];
    const looks = () => [
      errorOf(client.conversations.info({ channel: direct })),
      errorOf(client.conversations.members({ channel: direct })),
      errorOf(client.conversations.list({ types: "im" })),
    ];
    without(standIn, "im:history");
    expect(await Promise.all([...reads(), ...looks()])).toEqual([
      ...Array(2).fill("missing_scope"),
      ...Array(3).fill("ok"),
    ]);
    standIn.control.setScopes(["im:history", "channels:read", "groups:read"]);
    expect(await Promise.all([...reads(), ...looks()])).toEqual([
      ...Array(2).fill("ok"),
      ...Array(3).fill("missing_scope"),
    ]);
  });

  it("is looked up as what it is: whose, and without a name", async () => {
    const { client, direct } = await withDirect();
    const { channel } = await client.conversations.info({ channel: direct });
    expect(channel).toMatchObject({ id: direct, is_im: true, user: ANA, is_open: true });
    expect(channel).not.toHaveProperty("name");
    const { channels } = await client.conversations.list({ types: "im" });
    expect(channels).toMatchObject([{ id: direct, is_im: true, user: ANA, is_user_deleted: false }]);
    const { members = [] } = await client.conversations.members({ channel: direct });
    expect(members).toContain(ANA);
    expect(members).toHaveLength(2);
  });

  it("can't be opened with who is unknown, a bot, or deactivated", async () => {
    const { standIn, client } = await withDirect();
    standIn.control.addUser({ id: "U0BOT2", name: "other", isBot: true });
    standIn.control.changeUser({ id: BEN, deleted: true });
    const open = (users: string) => errorOf(client.conversations.open({ users }));
    expect([await open("U0NOBODY"), await open("U0BOT2"), await open(BEN)]).toEqual([
      "user_not_found",
      "cannot_dm_bot",
      "user_disabled",
    ]);
  });
});

describe("a messages tab", () => {
  const off = "Sending messages to this app has been turned off.";

  it("that is read only lets the app write, and nobody else", async () => {
    const { standIn, client, direct } = await withDirect();
    const { control } = standIn;
    const own = control.post({ user: ANA, channel: direct, text: "before" });
    control.configure({ messagesTab: "readOnly" });
    const root = await tsOf(client.chat.postMessage({ channel: ANA, text: "card" }));
    const place = { user: ANA, channel: direct };
    expect(() => control.post({ ...place, text: "x" })).toThrow(off);
    expect(() => control.post({ ...place, text: "x", threadTs: root })).toThrow(off);
    expect(() => control.edit({ ...place, ts: own.ts, text: "after" })).toThrow(off);
    expect(() => control.meMessage({ ...place, text: "waves" })).toThrow(off);
    await expect(control.slashCommand({ ...place, command: "/x" })).rejects.toThrow(off);
    control.react({ ...place, ts: root, name: "eyes" });
    expect(control.messages(direct).map(({ text }) => text)).toEqual(["before", "card"]);
    control.post({ user: ANA, channel: FRONT, text: "elsewhere as ever" });
  });

  it("that is off takes nothing from the app either", async () => {
    const { standIn, client, direct } = await withDirect();
    standIn.control.configure({ messagesTab: "off" });
    const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: "x" }));
    expect([await post(ANA), await post(direct), await post(FRONT)]).toEqual([
      "messages_tab_disabled",
      "messages_tab_disabled",
      "ok",
    ]);
    const ephemeral = client.chat.postEphemeral({ channel: direct, user: ANA, text: "x" });
    expect(await errorOf(ephemeral)).toBe("messages_tab_disabled");
    expect(() => standIn.control.post({ user: ANA, channel: direct, text: "x" })).toThrow(off);
    expect(() => standIn.control.openHome({ user: ANA, tab: "messages" })).toThrow("no Messages tab");
  });
});

describe("a person who is deactivated", () => {
  it("is told of as deleted, without what only an active account has, and as before when they are back", async () => {
    const { standIn, client } = await withDirect();
    const { control } = standIn;
    control.changeUser({ id: ANA, deleted: true });
    control.changeUser({ id: ANA, deleted: false });
    const [gone, back] = heard(standIn, "user_change").map(({ user }) => user as Wire);
    expect(gone).toMatchObject({ id: ANA, deleted: true, name: "ana", profile: { real_name: "Ana Diaz" } });
    for (const key of ["tz", "is_admin", "is_restricted", "color", "real_name"])
      expect(gone).not.toHaveProperty(key);
    expect(back).toMatchObject({ id: ANA, deleted: false, is_admin: true, real_name: "Ana Diaz" });
    control.changeUser({ id: ANA, deleted: true });
    expect((await client.users.info({ user: ANA })).user).toMatchObject({ id: ANA, deleted: true });
  });

  it("does and sees nothing, while Slack goes on taking what is posted to them", async () => {
    const { standIn, client, direct } = await withDirect();
    const { control } = standIn;
    const blocks = [
      {
        type: "actions",
        elements: [{ type: "button", action_id: "go", text: { type: "plain_text", text: "Go" } }],
      },
    ];
    const card = await tsOf(client.chat.postMessage({ channel: direct, text: "card", blocks }));
    await client.chat.postEphemeral({ channel: direct, user: ANA, text: "psst" });
    const { triggerId = "" } = await control.press({ user: ANA, channel: direct, ts: card, actionId: "go" });
    const title = { type: "plain_text" as const, text: "Form" };
    const section = { type: "section" as const, text: { type: "mrkdwn" as const, text: "x" } };
    await client.views.open({ trigger_id: triggerId, view: { type: "modal", title, blocks: [section] } });
    control.changeUser({ id: ANA, deleted: true });
    expect({ views: control.views(ANA), told: control.ephemerals(ANA) }).toEqual({ views: [], told: [] });
    control.clearLogs();
    expect(await errorOf(client.chat.postMessage({ channel: ANA, text: "by id" }))).toBe("ok");
    expect(await errorOf(client.chat.postMessage({ channel: direct, text: "by place" }))).toBe("ok");
    expect(await errorOf(client.chat.update({ channel: direct, ts: card, text: "redrawn" }))).toBe("ok");
    await client.chat.postEphemeral({ channel: direct, user: ANA, text: "psst" });
    expect(control.messages(direct).map(({ text }) => text)).toEqual(["redrawn", "by id", "by place"]);
    expect(control.notifications(ANA)).toEqual([]);
    expect(control.ephemerals(ANA)).toEqual([]);
    const press = control.press({ user: ANA, channel: direct, ts: card, actionId: "go" });
    await expect(press).rejects.toThrow("deactivated");
    const { channels } = await client.conversations.list({ types: "im" });
    expect(channels).toMatchObject([{ id: direct, is_user_deleted: true }]);
  });
});
