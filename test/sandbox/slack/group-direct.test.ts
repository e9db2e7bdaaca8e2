/** A group direct conversation of the app with several people: opened by the app, heard by its own subscription. */
import type { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Wire } from "../../../src/sandbox/slack/wire.ts";
import { ANA, BEN, clientOf, startStandIn } from "./stand-in-world.ts";

async function errorOf(call: Promise<unknown>): Promise<string> {
  const failed = (await call.then(
    () => ({}),
    (error: unknown) => error,
  )) as { data?: { error?: string } };
  return failed.data?.error ?? "ok";
}

async function withGroup(): Promise<{ standIn: SlackStandIn; client: WebClient; group: string }> {
  const standIn = await startStandIn();
  const client = clientOf(standIn);
  const { channel } = await client.conversations.open({ users: `${ANA},${BEN}` });
  return { standIn, client, group: channel?.id ?? "" };
}

const without = (standIn: SlackStandIn, scope: string) =>
  standIn.control.setScopes(standIn.control.state().scopes.filter((one) => one !== scope));

function heard(standIn: SlackStandIn): Wire[] {
  return standIn.control.deliveries("*").map(({ body }) => body.event as Wire);
}

describe("a group direct conversation", () => {
  it("is one for the same people, whoever is named first, with the app in it", async () => {
    const { standIn, client, group } = await withGroup();
    const again = await client.conversations.open({ users: `${BEN},${ANA}`, return_im: true });
    expect(again).toMatchObject({
      already_open: true,
      channel: { id: group, is_mpim: true, is_private: true },
    });
    const { channel } = await client.conversations.info({ channel: group });
    expect(channel).toMatchObject({ is_mpim: true, is_im: false, is_channel: false, is_member: true });
    const { members } = await client.conversations.members({ channel: group });
    expect([...(members ?? [])].sort()).toEqual([ANA, BEN, standIn.botUserId].sort());
    expect(standIn.control.groupDirectMessage([BEN, ANA])).toBe(group);
    expect(standIn.control.groupDirectMessage([BEN])).toBeNull();
  });

  it("has an id that tells it from a person's, and from nothing else", async () => {
    const { group } = await withGroup();
    expect(group).toMatch(/^C/);
  });

  it("takes at most eight people, and nobody who is gone", async () => {
    const { standIn, client } = await withGroup();
    const nine = Array.from({ length: 9 }, (_, index) => `U0P${index}`);
    for (const id of nine) standIn.control.addUser({ id, name: id.toLowerCase() });
    expect(await errorOf(client.conversations.open({ users: nine.join(",") }))).toBe("too_many_users");
    expect(await errorOf(client.conversations.open({ users: nine.slice(1).join(",") }))).toBe("ok");
    standIn.control.changeUser({ id: BEN, deleted: true });
    expect(await errorOf(client.conversations.open({ users: `${ANA},${BEN}` }))).toBe("user_disabled");
  });

  it("needs mpim:write to be opened", async () => {
    const { standIn, client } = await withGroup();
    without(standIn, "mpim:write");
    expect(await errorOf(client.conversations.open({ users: `${ANA},${BEN}` }))).toBe("missing_scope");
    expect(await errorOf(client.conversations.open({ users: ANA }))).toBe("ok");
  });

  it("is told with channel_type mpim: what is written, in threads too, edited and deleted", async () => {
    const { standIn, client, group } = await withGroup();
    const { control } = standIn;
    const { ts = "" } = await client.chat.postMessage({
      channel: group,
      text: "hello",
      username: "Ana Diaz",
    });
    control.clearLogs();
    const top = control.post({ user: BEN, channel: group, text: "yes" });
    const reply = control.post({ user: ANA, channel: group, text: "thanks", threadTs: ts });
    control.edit({ user: ANA, channel: group, ts: reply.ts, text: "thank you" });
    control.deleteMessage({ user: BEN, channel: group, ts: top.ts });
    expect(heard(standIn)).toMatchObject([
      { type: "message", user: BEN, text: "yes", channel: group, channel_type: "mpim" },
      { text: "thanks", thread_ts: ts, channel_type: "mpim" },
      { subtype: "message_changed", channel_type: "mpim", message: { text: "thank you" } },
      { subtype: "message_deleted", channel_type: "mpim", deleted_ts: top.ts },
    ]);
    expect(control.thread(group, ts).map(({ text }) => text)).toEqual(["hello", "thank you"]);
  });

  it("is heard with message.mpim and mpim:history alone", async () => {
    const { standIn, group } = await withGroup();
    const { control } = standIn;
    const write = () => {
      control.clearLogs();
      control.post({ user: ANA, channel: group, text: "psst" });
      return heard(standIn).length;
    };
    control.configure({ botEvents: ["message.im", "message.groups", "message.channels"] });
    expect(write()).toBe(0);
    control.configure({ botEvents: ["message.mpim"] });
    expect(write()).toBe(1);
    without(standIn, "mpim:history");
    expect(write()).toBe(0);
  });

  it("notifies everybody in it but the writer, and is closed to everybody else", async () => {
    const { standIn, group } = await withGroup();
    const { control } = standIn;
    control.addUser({ id: "U0CY", name: "cy" });
    control.post({ user: ANA, channel: group, text: "psst" });
    expect(control.notifications().map(({ user, reason }) => [user, reason])).toEqual([[BEN, "direct"]]);
    expect(() => control.post({ user: "U0CY", channel: group, text: "me too" })).toThrow("is not in");
  });

  it("is told of, and found again, without mpim:read no more", async () => {
    const { standIn, client, group } = await withGroup();
    without(standIn, "mpim:read");
    expect(await errorOf(client.conversations.info({ channel: group }))).toBe("missing_scope");
    expect(await errorOf(client.conversations.open({ users: `${ANA},${BEN}` }))).toBe("ok");
  });
});

describe("a post under somebody's name and picture", () => {
  it("keeps both when it is changed, and stays the app's", async () => {
    const { standIn, client, group } = await withGroup();
    const { user } = await client.users.info({ user: ANA });
    expect(user).toMatchObject({ tz: "America/New_York", profile: { display_name: "Ana Diaz" } });
    const picture = user?.profile?.image_72 ?? "";
    const posted = await client.chat.postMessage({
      channel: group,
      text: "On my way",
      username: "Ana Diaz",
      icon_url: picture,
    });
    const at = { channel: group, ts: posted.ts ?? "" };
    await client.chat.update({ ...at, text: "On my way!" });
    expect(standIn.control.message(group, at.ts)).toMatchObject({
      text: "On my way!",
      username: "Ana Diaz",
      icon: picture,
      botId: standIn.botId,
      user: null,
    });
    expect(standIn.control.state().users.find(({ id }) => id === ANA)?.image).toBe(picture);
  });

  it("has the app's own name where it may not have another", async () => {
    const { standIn, client, group } = await withGroup();
    without(standIn, "chat:write.customize");
    const { ts = "" } = await client.chat.postMessage({ channel: group, text: "x", username: "Ana Diaz" });
    expect(standIn.control.message(group, ts)).toMatchObject({ username: null, icon: null });
  });
});
