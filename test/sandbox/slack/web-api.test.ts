import type { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { ANA, BEN, clientOf, ELSEWHERE, FRONT, SECRET, startStandIn } from "./stand-in-world.ts";

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
  const { ts } = await call;
  return ts ?? "";
}

const page = "https://shop.example/offer";
const picture = "https://shop.example/shoe.jpg?size=2";

describe("tokens and scopes", () => {
  it("refuses a call without a token, with a wrong one, with a revoked one", async () => {
    const standIn = await startStandIn();
    expect(await errorOf(clientOf(standIn, "").auth.test())).toBe("not_authed");
    expect(await errorOf(clientOf(standIn, "xoxb-wrong").auth.test())).toBe("invalid_auth");
    standIn.control.revokeToken();
    expect(await errorOf(clientOf(standIn).auth.test())).toBe("token_revoked");
    standIn.control.revokeToken({ error: "account_inactive" });
    expect(await errorOf(clientOf(standIn).auth.test())).toBe("account_inactive");
    standIn.control.restoreToken();
    expect(await errorOf(clientOf(standIn).auth.test())).toBe("ok");
  });

  it("opens sockets for the app-level token only", async () => {
    const standIn = await startStandIn();
    expect(await errorOf(clientOf(standIn).apps.connections.open())).toBe("not_allowed_token_type");
    const { url } = await clientOf(standIn, standIn.appToken).apps.connections.open();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\//);
  });

  it("says which scope is missing and which are there", async () => {
    const standIn = await startStandIn();
    standIn.control.setScopes(["users:read"]);
    const call = clientOf(standIn).chat.postMessage({ channel: FRONT, text: "x" });
    const { data } = (await call.catch((error: unknown) => error)) as { data: unknown };
    expect(data).toMatchObject({ error: "missing_scope", needed: "chat:write", provided: "users:read" });
  });

  it("asks for the scope of the kind of conversation", async () => {
    const standIn = await startStandIn();
    standIn.control.setScopes(["channels:history"]);
    const client = clientOf(standIn);
    expect(await errorOf(client.conversations.history({ channel: FRONT }))).toBe("ok");
    expect(await errorOf(client.conversations.history({ channel: SECRET }))).toBe("missing_scope");
  });

  it("lists the granted scopes in a header", async () => {
    const standIn = await startStandIn();
    const { response_metadata: metadata } = await clientOf(standIn).auth.test();
    expect(metadata?.scopes).toContain("chat:write");
  });

  it("shows e-mails only with their scope", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    expect((await client.users.info({ user: ANA })).user?.profile?.email).toBe("ana@example.com");
    standIn.control.setScopes(["users:read"]);
    expect((await client.users.info({ user: ANA })).user?.profile?.email).toBeUndefined();
  });
});

describe("where the bot may act", () => {
  it("refuses a public channel without it, and denies that a private one exists", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    standIn.control.addChannel({ id: "G0THEIRS", name: "theirs", isPrivate: true, members: [BEN] });
    expect(await errorOf(client.chat.postMessage({ channel: ELSEWHERE, text: "x" }))).toBe("not_in_channel");
    expect(await errorOf(client.chat.postMessage({ channel: "G0THEIRS", text: "x" }))).toBe(
      "channel_not_found",
    );
    expect(await errorOf(client.conversations.history({ channel: ELSEWHERE }))).toBe("not_in_channel");
  });

  it("posts to a public channel without it given chat:write.public", async () => {
    const standIn = await startStandIn();
    const post = () => errorOf(clientOf(standIn).chat.postMessage({ channel: ELSEWHERE, text: "x" }));
    expect(await post()).toBe("not_in_channel");
    standIn.control.setScopes(["chat:write", "chat:write.public"]);
    expect(await post()).toBe("ok");
  });

  it("posts nothing into an archived channel, and reacts to nothing there", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const ts = await tsOf(client.chat.postMessage({ channel: FRONT, text: "x" }));
    standIn.control.archive({ channel: FRONT });
    expect(await errorOf(client.chat.postMessage({ channel: FRONT, text: "x" }))).toBe("is_archived");
    expect(await errorOf(client.reactions.add({ channel: FRONT, timestamp: ts, name: "eyes" }))).toBe(
      "is_archived",
    );
    standIn.control.unarchive({ channel: FRONT });
    expect(await errorOf(client.chat.postMessage({ channel: FRONT, text: "x" }))).toBe("ok");
  });

  it("opens a direct conversation once, and refuses nine people at a time", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const first = await client.conversations.open({ users: ANA });
    const second = await client.conversations.open({ users: ANA });
    expect(second).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
    expect(await errorOf(client.conversations.open({ users: "U0NOBODY" }))).toBe("user_not_found");
    const nine = Array.from({ length: 9 }, (_, index) => `U0P${index}`);
    expect(await errorOf(client.conversations.open({ users: nine.join(",") }))).toBe("too_many_users");
    await client.chat.postMessage({ channel: ANA, text: "by user id" });
    expect(standIn.control.messages(first.channel?.id ?? "")).toHaveLength(1);
  });

  it.each([
    ["a page and a picture", {}, [page, picture]],
    ["pages alone", { unfurl_media: false }, [page]],
    ["pictures alone", { unfurl_links: false }, [picture]],
    ["nothing", { unfurl_links: false, unfurl_media: false }, []],
  ])("shows previews of %s below an app's post that asks for no less", async (_, asked, wanted) => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const text = `See ${page} and ${picture}`;
    const elements = [page, picture].map((url) => ({ type: "link" as const, url }));
    const section = { type: "rich_text_section" as const, elements };
    const blocks = [{ type: "rich_text" as const, elements: [section] }];
    const bare = await tsOf(client.chat.postMessage({ channel: FRONT, text, ...asked }));
    const drawn = await tsOf(
      client.chat.postMessage({ channel: FRONT, text: "x", parse: "none", blocks, ...asked }),
    );
    for (const ts of [bare, drawn]) {
      const message = standIn.control.message(FRONT, ts);
      expect(message?.attachments.map((preview) => preview.from_url)).toEqual(wanted);
      expect(message?.edited).toBeNull();
    }
  });

  it("changes and deletes its own messages only", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "mine" });
    expect(await errorOf(client.chat.update({ channel: FRONT, ts, text: "x" }))).toBe("cant_update_message");
    expect(await errorOf(client.chat.delete({ channel: FRONT, ts }))).toBe("cant_delete_message");
    expect(await errorOf(client.chat.delete({ channel: FRONT, ts: "1.2" }))).toBe("message_not_found");
    const own = await tsOf(client.chat.postMessage({ channel: FRONT, text: "own" }));
    expect(await errorOf(client.chat.update({ channel: FRONT, ts: own, text: "new" }))).toBe("ok");
    expect(standIn.control.message(FRONT, own)).toMatchObject({
      text: "new",
      edited: { user: standIn.botId },
    });
    expect(await errorOf(client.chat.delete({ channel: FRONT, ts: own }))).toBe("ok");
    expect(standIn.control.message(FRONT, own)).toBeNull();
  });

  it("shows an ephemeral message to members only", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    standIn.control.addUser({ id: "U0EVE", name: "eve" });
    const toEve = client.chat.postEphemeral({ channel: FRONT, user: "U0EVE", text: "x" });
    expect(await errorOf(toEve)).toBe("user_not_in_channel");
  });
});

describe("threads", () => {
  it("answers thread_ts for a known root and posts at top level for an unknown one", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const reply = await client.chat.postMessage({ channel: FRONT, thread_ts: root.ts, text: "reply" });
    expect(reply.message).toMatchObject({ thread_ts: root.ts, parent_user_id: ANA });
    const stray = await client.chat.postMessage({
      channel: FRONT,
      thread_ts: "1600000000.000001",
      text: "stray",
    });
    expect(stray.message).not.toHaveProperty("thread_ts");
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["root", "stray"]);
    expect(standIn.control.thread(FRONT, root.ts).map((post) => post.text)).toEqual(["root", "reply"]);
  });

  it("tells the newest reply and the count on the root", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    await client.chat.postMessage({ channel: FRONT, thread_ts: root.ts, text: "1" });
    const last = standIn.control.post({ user: BEN, channel: FRONT, threadTs: root.ts, text: "2" });
    const { messages } = await client.conversations.history({ channel: FRONT });
    expect(messages).toHaveLength(1);
    expect(messages?.[0]).toMatchObject({
      reply_count: 2,
      latest_reply: last.ts,
      reply_users: [standIn.botUserId, BEN],
      reply_users_count: 2,
    });
  });

  it("leaves a tombstone for a root with replies, which goes with the last of them", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const reply = await tsOf(client.chat.postMessage({ channel: FRONT, thread_ts: root.ts, text: "reply" }));
    standIn.control.deleteMessage({ user: ANA, channel: FRONT, ts: root.ts });
    expect(standIn.control.message(FRONT, root.ts)).toMatchObject({ subtype: "tombstone", replyCount: 1 });
    expect(await errorOf(client.chat.update({ channel: FRONT, ts: root.ts, text: "x" }))).toBe(
      "message_not_found",
    );
    await client.chat.delete({ channel: FRONT, ts: reply });
    expect(standIn.control.messages(FRONT)).toEqual([]);
  });

  it("puts a broadcast reply in the thread and in the channel", async () => {
    const standIn = await startStandIn();
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    standIn.control.post({ user: BEN, channel: FRONT, threadTs: root.ts, text: "all", alsoToChannel: true });
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["root", "all"]);
    expect(standIn.control.thread(FRONT, root.ts)[1]).toMatchObject({
      isBroadcast: true,
      subtype: "thread_broadcast",
    });
  });
});

describe("reading", () => {
  it("pages through a history by cursor, newest first, every message once", async () => {
    const standIn = await startStandIn();
    const posts = Array.from({ length: 25 }, (_, index) =>
      standIn.control.post({ user: ANA, channel: FRONT, text: `m${index}` }),
    );
    const read: string[] = [];
    for await (const page of clientOf(standIn).paginate("conversations.history", {
      channel: FRONT,
      limit: 7,
    })) {
      for (const message of (page as { messages?: { ts?: string }[] }).messages ?? [])
        read.push(message.ts ?? "");
    }
    expect(read).toEqual(posts.map((post) => post.ts).reverse());
  });

  it("reads between oldest and latest, ends included only when asked", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const [a, b, c] = ["a", "b", "c"].map(
      (text) => standIn.control.post({ user: ANA, channel: FRONT, text }).ts,
    );
    const between = { channel: FRONT, oldest: a ?? "", latest: c ?? "" };
    const open = await client.conversations.history(between);
    expect(open.messages?.map((message) => message.ts)).toEqual([b]);
    const closed = await client.conversations.history({ ...between, inclusive: true });
    expect(closed.messages?.map((message) => message.ts)).toEqual([c, b, a]);
    expect(await errorOf(client.conversations.history({ channel: FRONT, oldest: "soon" }))).toBe(
      "invalid_ts_oldest",
    );
  });

  it("pages through replies, the root on the first page", async () => {
    const standIn = await startStandIn();
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const replies = Array.from({ length: 9 }, (_, index) =>
      standIn.control.post({ user: ANA, channel: FRONT, threadTs: root.ts, text: `${index}` }),
    );
    const read: string[] = [];
    const pages = clientOf(standIn).paginate("conversations.replies", {
      channel: FRONT,
      ts: root.ts,
      limit: 4,
    });
    for await (const page of pages) {
      for (const message of (page as { messages?: { ts?: string }[] }).messages ?? [])
        read.push(message.ts ?? "");
    }
    expect(read).toEqual([root.ts, ...replies.map((post) => post.ts)]);
    const gone = clientOf(standIn).conversations.replies({ channel: FRONT, ts: "1600000000.000001" });
    expect(await errorOf(gone)).toBe("thread_not_found");
  });

  it("gives metadata only when all of it is asked for", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const metadata = { event_type: "ours", event_payload: { id: "7", deep: { one: 1 } } };
    await client.chat.postMessage({ channel: FRONT, text: "x", metadata });
    expect((await client.conversations.history({ channel: FRONT })).messages?.[0]).not.toHaveProperty(
      "metadata",
    );
    const all = await client.conversations.history({ channel: FRONT, include_all_metadata: true });
    expect(all.messages?.[0]?.metadata).toEqual(metadata);
  });
});

describe("reactions", () => {
  it("refuses a second one, a missing one, a name that is no emoji", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    const on = { channel: FRONT, timestamp: ts };
    expect(await errorOf(client.reactions.add({ ...on, name: "white_check_mark" }))).toBe("ok");
    expect(await errorOf(client.reactions.add({ ...on, name: "white_check_mark" }))).toBe("already_reacted");
    expect(await errorOf(client.reactions.remove({ ...on, name: "warning" }))).toBe("no_reaction");
    expect(await errorOf(client.reactions.add({ ...on, name: "no_such_thing" }))).toBe("invalid_name");
    standIn.control.addEmoji({ name: "no_such_thing" });
    expect(await errorOf(client.reactions.add({ ...on, name: "no_such_thing" }))).toBe("ok");
    expect(await errorOf(client.reactions.add({ ...on, timestamp: "1.2", name: "eyes" }))).toBe(
      "message_not_found",
    );
    expect(standIn.control.message(FRONT, ts)?.reactions).toEqual([
      { name: "white_check_mark", users: [standIn.botUserId] },
      { name: "no_such_thing", users: [standIn.botUserId] },
    ]);
  });

  it("takes 23 of the bot on one message", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    const names = Array.from({ length: 24 }, (_, index) => `custom_${index}`);
    for (const name of names) standIn.control.addEmoji({ name });
    const errors: string[] = [];
    for (const name of names)
      errors.push(await errorOf(client.reactions.add({ channel: FRONT, timestamp: ts, name })));
    expect(errors.slice(0, 23)).toEqual(Array.from({ length: 23 }, () => "ok"));
    expect(errors[23]).toBe("too_many_reactions");
  });
});

describe("the ways to call", () => {
  const call = async (url: string, init: RequestInit): Promise<unknown> => (await fetch(url, init)).json();

  it("takes a form, JSON and multipart, the token in a header or in the body", async () => {
    const standIn = await startStandIn();
    const url = `${standIn.apiUrl}chat.postMessage`;
    const authorization = `Bearer ${standIn.botToken}`;
    const form = new FormData();
    form.set("channel", FRONT);
    form.set("text", "multipart");
    form.set("token", standIn.botToken);
    const answers = [
      await call(url, {
        method: "POST",
        headers: { authorization },
        body: new URLSearchParams({ channel: FRONT, text: "form" }),
      }),
      await call(url, {
        method: "POST",
        headers: { authorization, "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify({ channel: FRONT, text: "json", blocks: [{ type: "divider" }] }),
      }),
      await call(url, { method: "POST", body: form }),
      await call(`${url}?${new URLSearchParams({ channel: FRONT, text: "query" })}`, {
        method: "POST",
        headers: { authorization },
      }),
    ];
    expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: true }, { ok: true }]);
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual([
      "form",
      "json",
      "multipart",
      "query",
    ]);
  });

  it("says that a method is unknown, and that JSON can't be read", async () => {
    const standIn = await startStandIn();
    expect(await errorOf(clientOf(standIn).apiCall("chat.shout", {}))).toBe("unknown_method");
    const headers = { "content-type": "application/json" };
    const answer = await call(`${standIn.apiUrl}auth.test`, { method: "POST", headers, body: "{" });
    expect(answer).toMatchObject({ ok: false, error: "invalid_json" });
  });

  it("stores & < > as entities and keeps Slack's tokens", async () => {
    const standIn = await startStandIn();
    const text = "a & b < c <!here> <@U0ANA> &lt;done&gt; https://example.com/?a=1&b=2";
    await clientOf(standIn).chat.postMessage({ channel: FRONT, text });
    await clientOf(standIn).chat.postMessage({ channel: FRONT, text: "https://example.com", parse: "none" });
    const [linked, bare] = standIn.control.messages(FRONT);
    expect(linked?.text).toBe(
      "a &amp; b &lt; c <!here> <@U0ANA> &lt;done&gt; <https://example.com/?a=1&amp;b=2>",
    );
    expect(bare?.text).toBe("https://example.com");
  });

  it("takes an upload through its URL and shares it in the thread", async () => {
    const standIn = await startStandIn();
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const client = clientOf(standIn);
    await client.files.uploadV2({
      channel_id: FRONT,
      thread_ts: root.ts,
      filename: "a.txt",
      content: "words",
    });
    await new Promise((resolve) => setImmediate(resolve));
    const [, shared] = standIn.control.thread(FRONT, root.ts);
    const address = String(shared?.files[0]?.url_private);
    const authorization = `Bearer ${standIn.botToken}`;
    expect(await (await fetch(address, { headers: { authorization } })).text()).toBe("words");
    const led = await fetch(address);
    expect([led.redirected, (await led.text()).includes("words")]).toEqual([true, false]);
  });
});
